#include "harness/report/gate_words.hpp"

#include <cmath>

#include "analysis/core/format.hpp"

namespace wvagate::report {
namespace {

using verdict::Consequence;
using verdict::Finding;
using verdict::Kind;
using verdict::WaiverState;

constexpr int kDigits = 6;

std::string bound(double value) {
  return std::isfinite(value) ? format_significant(value == 0 ? 0 : value, 4) : value < 0 ? "−∞" : "∞";
}

std::string range(double from, double to, int digits) {
  const std::string first = format_fixed(from, digits);
  const std::string last = format_fixed(to, digits);
  return first == last ? first : first + "–" + last;
}

std::string worse_or_better(const Finding& finding) {
  const double delta = *finding.delta;
  if (delta == 0) return "no different";
  return (delta > 0 ? "worse by " : "better by ") + format_significant(std::abs(delta), kDigits);
}

}  // namespace

std::string number_words(const std::optional<double>& value) {
  return value ? format_significant(*value == 0 ? 0 : *value, kDigits) : "-";
}

std::string bounds_words(const Finding& finding) {
  if (!finding.bounds) return {};
  const verdict::ShiftBounds& bounds = *finding.bounds;
  std::string words = bound(bounds.lower) + " … " + bound(bounds.upper);
  if (bounds.lower_confidence != bounds.upper_confidence) {
    words += " (" + format_significant(100 * bounds.lower_confidence, 4) + " %, " +
             format_significant(100 * bounds.upper_confidence, 4) + " %)";
  }
  return words;
}

std::string limit_words(const verdict::Limit& limit) {
  std::string words;
  if (limit.min) words = "min " + number_words(limit.min);
  if (limit.max) words += (words.empty() ? "max " : ", max ") + number_words(limit.max);
  return words;
}

std::string finding_words(const Finding& finding) {
  std::string words(kind_text(finding.kind));
  if (finding.value) words += ": " + number_words(finding.value);
  if (finding.baseline) words += (finding.value ? " against " : ": was ") + number_words(finding.baseline);
  if (finding.kind == Kind::limit_violated) words += ", limit " + limit_words(finding.limit);
  if (finding.delta) words += ", " + worse_or_better(finding) + "; tolerance " + number_words(finding.margin);
  if (finding.bounds) words += "; shift " + bounds_words(finding);
  return words;
}

std::string remark_words(const Finding& finding) {
  std::string words;
  const auto add = [&](const std::string& sentence) { words += (words.empty() ? "" : "; ") + sentence; };
  if (finding.detectable) {
    const auto& [effect, runs] = *finding.detectable;
    add(effect ? "an effect below " + format_significant(*effect, 3) + " cannot be seen"
               : "no effect could be seen, however large");
    add(runs ? std::to_string(*runs) + " runs a side would do" : "no reasonable number of runs would do");
  }
  switch (finding.waiver) {
    case WaiverState::used:
      add("waived");
      break;
    case WaiverState::exceeded:
      add("worse than its waiver covers");
      break;
    case WaiverState::expired:
      add("its waiver has expired: take it out, or renew it");
      break;
    case WaiverState::none:
      break;
  }
  if (!finding.note.empty()) add(finding.note);
  if (finding.within_run && finding.kind != Kind::incomparable) {
    add("95 % interval within the run " + format_significant(finding.within_run->lower, 4) + " … " +
        format_significant(finding.within_run->upper, 4));
  }
  return words;
}

std::string place_words(const verdict::Place& place) {
  const bool one = place.first_line == place.last_line;
  return place.what + " at minute " + range(place.start_min, place.end_min, 1) +
         (one ? ", line " : ", lines ") + std::to_string(place.first_line) +
         (one ? "" : "–" + std::to_string(place.last_line)) + " of " + place.log;
}

std::string summary_words(const verdict::Verdict& verdict) {
  std::size_t faults = 0;
  for (const auto& scenario : verdict.scenarios)
    faults += scenario.faults.empty() ? 0u : 1u;
  std::string words = std::string(outcome_text(verdict.outcome())) + ": " +
                      std::to_string(verdict.count(Consequence::fail)) + " failed, " +
                      std::to_string(verdict.count(Consequence::warn)) + " warned, " +
                      std::to_string(verdict.count(Consequence::inconclusive)) + " undecided; ";
  if (faults > 0) words += plural(faults, "scenario", "scenarios") + " could not be gated; ";
  return words + std::to_string(verdict.gated()) + " of " + plural(verdict.declared(), "metric", "metrics") +
         " in " + plural(verdict.scenarios.size(), "scenario", "scenarios") + " gated";
}

}  // namespace wvagate::report
