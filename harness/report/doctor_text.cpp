#include "harness/report/doctor_text.hpp"

#include "analysis/core/format.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using enum TextTable::Align;
constexpr std::size_t kIndent = 4;
constexpr std::size_t kShown = 110;

std::string shortened(std::string_view line) {
  return shorten(escape_for_terminal(line), kShown);
}

std::string with_thousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, " ");
  return digits;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return with_thousands(count) + " " + std::string(count == 1 ? one : many);
}

void add_counts(std::string& text, std::string_view title,
                const std::map<std::string, std::uint64_t>& counts) {
  if (counts.empty()) return;
  text += "\n  " + std::string(title) + "\n";
  TextTable table({"", ""}, {right, left});
  for (const auto& [name, count] : counts)
    table.add_row({with_thousands(count), name});
  text += table.text(kIndent).substr(table.text(kIndent).find('\n') + 1);
}

void add_lost(std::string& text, const LogFacts& facts, Colour colour) {
  for (std::size_t i = 0; i < kMalformedCount; ++i) {
    if (facts.lines.malformed[i] == 0) continue;
    const auto& reason = malformed_text(static_cast<Malformed>(i));
    text += "\n  " +
            bad(with_thousands(facts.lines.malformed[i]) + " lost: " + std::string(reason.name), colour) +
            ": " + std::string(reason.meaning) + "\n";
    std::uint64_t not_shown = facts.lines.malformed[i];
    for (const auto& line : facts.offending) {
      if (static_cast<std::size_t>(line.reason) != i) continue;
      not_shown -= line.lines;
      text += "    " + escape_for_terminal(facts.name) + ":" + std::to_string(line.number) + ": " +
              shortened(line.snippet) + "\n";
    }
    if (not_shown > 0) text += "    … and " + plural(not_shown, "more line", "more lines") + "\n";
    text += "    try: " + std::string(reason.advice) + "\n";
  }
}

void add_expected(std::string& text, std::span<const Expected> dialects) {
  text += "\n  Looked for\n";
  for (const Expected& expected : dialects) {
    text += "    " + std::string(expected.dialect) + ": " + std::string(expected.expects) + "\n";
  }
}

/// What to try next, told by what is there and what is not.
std::string advice(const LogFacts& facts, std::size_t samples) {
  if (facts.bytes == 0) return "the file is empty: collect the log again (`kubectl logs DEPLOYMENT > FILE`)";
  if (samples > 0 && facts.truncated)
    return "the last record is cut: copy the log again once the controller is done with it";
  if (samples > 0 && facts.dialects.empty())
    return "predictions without any observation: was the log filtered before it was stored?";
  if (samples > 0 && facts.lines.malformed_total() > 0)
    return "see above for the lines that gave nothing; the samples of the others are good";
  if (samples > 0) return "";
  if (facts.markers.empty()) {
    return "no line is of a WVA controller at debug level: is this the controller's log, and does it run "
           "with -zap-log-level=debug?";
  }
  if (facts.lines.malformed_total() > 0) return "the records are there but damaged: see the lines above";
  return "the controller logged no observation: does it run with -zap-log-level=debug? If so, look for "
         "\"Metrics unavailable\" and for servers: [] in the log, and at its Prometheus";
}

}  // namespace

std::string doctor_text(const LogFacts& facts, std::size_t samples, std::span<const std::string> variants,
                        std::span<const Expected> dialects, Colour colour) {
  std::string text = bold(escape_for_terminal(facts.name), colour) + "\n";
  text += "  " + with_thousands(facts.bytes) + " bytes, " + with_thousands(facts.lines.total) +
          " lines: " + with_thousands(facts.lines.used) + " used, " + with_thousands(facts.lines.ignored) +
          " ignored, " + with_thousands(facts.lines.malformed_total()) + " malformed\n";
  const std::string found = counted(samples, "sample", "samples");
  text += "  " + (samples > 0 ? good(found, colour) : bad(found, colour)) + ", " +
          counted(facts.solutions, "solution", "solutions") + " (" + with_thousands(facts.unobserved) +
          " without an observation), " +
          counted(facts.restarts, "controller start or leader election",
                  "controller starts and leader elections") +
          "\n";
  if (facts.ambiguous > 0) {
    text +=
        "  " +
        warn(with_thousands(facts.ambiguous) + " solutions could not be joined: two variants share a name",
             colour) +
        "\n";
  }
  for (const auto& variant : variants)
    text += "  variant " + escape_for_terminal(variant) + "\n";
  if (!facts.first_lines.empty()) text += "\n  First lines\n";
  for (std::size_t i = 0; i < facts.first_lines.size(); ++i) {
    text += "    " + std::to_string(i + 1) + ": " + shortened(facts.first_lines[i]) + "\n";
  }
  add_counts(text, "Observations by dialect", facts.dialects);
  add_counts(text, "Used lines by wrapper", facts.wrappers);
  add_counts(text, "Lines by marker", facts.markers);
  add_lost(text, facts, colour);
  if (samples == 0) add_expected(text, dialects);
  const std::string next = advice(facts, samples);
  text += next.empty() ? "\n  All is well: the log is read as it should be\n" : "\n  Try: " + next + "\n";
  return text;
}

}  // namespace wvagate::report
