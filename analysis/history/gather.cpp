#include "analysis/history/gather.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "analysis/core/format.hpp"

namespace wvagate::history {
namespace {

constexpr std::size_t kLongestText = 1000;

/// Whether `text` can be kept and shown everywhere: in every database, format and terminal.
bool is_plain(std::string_view text) {
  if (text.size() > kLongestText) return false;
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (length == 0 || first < 0x20 || first == 0x7F) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool is_metric_name(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  return !text.empty() && text.size() <= kLongestText &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::optional<std::string> fault_of(const Run& run) {
  const std::string log = escape_for_terminal(run.log);
  if (run.log.empty()) return "a run has no log";
  if (!is_plain(run.log)) return "a log's name is too long or has control characters: " + log;
  const bool digest =
      run.sha256.empty() ||
      (run.sha256.size() == 64 && run.sha256.find_first_not_of("0123456789abcdef") == std::string::npos);
  if (!digest) return "the SHA-256 of " + log + " is none";
  if (run.figures.empty()) return "the run of " + log + " has no figures";
  const std::string* before = nullptr;
  for (const Figure& figure : run.figures) {
    const std::string name = escape_for_terminal(figure.metric);
    if (!is_metric_name(figure.metric)) return "\"" + name + "\" is no name of a metric";
    if (before != nullptr && *before == figure.metric) return name + " is there twice in the run of " + log;
    if (!std::isfinite(figure.value)) return name + " of " + log + " is no finite number";
    before = &figure.metric;
  }
  return std::nullopt;
}

std::string origin(const Provenance& provenance) {
  return "wvagate " + escape_for_terminal(provenance.tool) + " (" +
         escape_for_terminal(basis_text(provenance)) + ")";
}

}  // namespace

Result<RunSet> gather(const RunSetLabel& label, std::vector<MeasuredRun> runs) {
  RunSet run_set{.scenario = label.scenario, .release = label.release, .commit = label.commit};
  run_set.provenance = runs.front().provenance;
  run_set.provenance.controller = label.controller;
  TimePoint first_sample = runs.front().first_sample;
  std::map<std::string, std::string> seen;
  for (MeasuredRun& each : runs) {
    if (each.provenance != runs.front().provenance) {
      return Error{.kind = ErrorKind::log,
                   .where = each.source,
                   .what = "was not measured as " + escape_for_terminal(runs.front().source) + " was: by " +
                           origin(each.provenance) + "; the other by " + origin(runs.front().provenance)};
    }
    const auto [found, fresh] = seen.emplace(each.run.sha256, each.source);
    if (!fresh && !each.run.sha256.empty()) {
      return Error{
          .kind = ErrorKind::log,
          .where = each.source,
          .what = "has the same content as " + escape_for_terminal(found->second) + ": a run counts once"};
    }
    first_sample = std::min(first_sample, each.first_sample);
    run_set.runs.push_back(std::move(each.run));
  }
  run_set.date = std::chrono::floor<std::chrono::milliseconds>(label.date.value_or(first_sample));
  put_in_order(run_set);
  if (const auto fault = fault_of(run_set)) return Error{.where = label.scenario, .what = *fault};
  return run_set;
}

std::optional<std::string> fault_of(const RunSet& run_set) {
  const Provenance& from = run_set.provenance;
  if (run_set.scenario.empty()) return "the scenario has no name";
  if (run_set.release.empty()) return "the release has no name";
  if (from.tool.empty() || from.policy.empty()) return "it is not told how the figures were computed";
  for (const std::string* text : {&run_set.scenario, &run_set.release, &run_set.commit, &from.controller,
                                  &from.tool, &from.policy, &from.accelerator, &from.model}) {
    if (!is_plain(*text))
      return "\"" + shorten(escape_for_terminal(*text), 40) +
             "\" is too long, no UTF-8 or has control characters";
  }
  if (run_set.runs.empty()) return "there is no run";
  for (const Run& run : run_set.runs) {
    if (auto fault = fault_of(run)) return fault;
  }
  return std::nullopt;
}

}  // namespace wvagate::history
