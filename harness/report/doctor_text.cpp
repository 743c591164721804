#include "harness/report/doctor_text.hpp"

#include <algorithm>

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

void add_unknown_versions(std::string& text, const LogFacts& facts, Colour colour) {
  if (facts.lines.unknown_version == 0) return;
  text += "\n  " +
          warn(with_thousands(facts.lines.unknown_version) + " of an unknown controller version", colour) +
          ": known records, but none of their fields is known\n";
  for (const auto& line : facts.unknown_versions)
    text += "    " + escape_for_terminal(facts.name) + ":" + std::to_string(line.number) + ": " +
            shortened(line.snippet) + "\n";
  text += "    try: a newer wvagate; the log itself is not damaged\n";
}

void add_lost_fields(std::string& text, const LogFacts& facts, Colour colour) {
  if (facts.lost_fields == 0) return;
  text += "\n  " + warn(with_thousands(facts.lost_fields) + " fields could not be read", colour) +
          "; the rest of their lines was\n";
  for (const LostField& field : facts.lost)
    text += "    " + escape_for_terminal(facts.name) + ":" + std::to_string(field.line) + ": " +
            escape_for_terminal(field.key) + " = " + shortened(field.value) + "\n";
}

constexpr std::size_t kMostMessages = 20;

void add_messages(std::string& text, std::string_view title, const std::vector<MessageCount>& messages) {
  if (messages.empty()) return;
  text += "\n  " + std::string(title) + "\n";
  TextTable table({"", "", ""}, {right, left, left});
  for (std::size_t i = 0; i < std::min(messages.size(), kMostMessages); ++i)
    table.add_row({with_thousands(messages[i].lines), shortened(messages[i].message),
                   "from line " + std::to_string(messages[i].first_line)});
  const std::string rows = table.text(kIndent);
  text += rows.substr(rows.find('\n') + 1);
  if (messages.size() > kMostMessages)
    text += "    … and " + plural(messages.size() - kMostMessages, "more message", "more messages") + "\n";
}

void add_drift(std::string& text, const LogFacts& facts) {
  if (facts.census.drift.empty()) return;
  text += "\n  Known messages that have changed\n";
  for (const KeyDrift& drift : facts.census.drift) {
    text += "    " + escape_for_terminal(facts.name) + ":" + std::to_string(drift.first_line) + ": \"" +
            escape_for_terminal(drift.message) + "\" " +
            (drift.added ? "has the new key " : "lacks the key ") + escape_for_terminal(drift.key) + "\n";
  }
}

void add_expected(std::string& text, std::span<const Expected> expected) {
  text += "\n  Looked for\n";
  for (const Expected& record : expected)
    text += "    \"" + std::string(record.phrase) + "\" (" + std::string(record.record) + ")\n";
}

bool lacks_keys(const Census& census) {
  return std::any_of(census.drift.begin(), census.drift.end(),
                     [](const KeyDrift& drift) { return !drift.added; });
}

/// Analyzers claim, and no decision follows in the whole log.
bool lacks_decisions(const LogFacts& facts) {
  return facts.claims > 0 && !facts.records.contains("scaling-decision") &&
         !facts.records.contains("Processing decision");
}

/// What to try next with a log that gives samples; empty if all of it was read.
std::string advice_on_samples(const LogFacts& facts) {
  if (facts.truncated)
    return "the last record is cut: copy the log again once the controller is done with it";
  if (facts.forecasts > 0 && facts.observations.empty())
    return "predictions without any observation: the model-only mode of 0.4 logs none; of any other mode, was the "
           "log filtered before it was stored?";
  if (facts.lines.malformed_total() > 0)
    return "see above for the lines of which nothing was read; the samples of the others are good";
  if (lacks_keys(facts.census) || facts.lines.unknown_version > 0)
    return "messages above lack what is read of them, so figures are absent: the controller is of a version that "
           "this wvagate does not know";
  if (!facts.census.unknown.empty())
    return "if a message above that is unknown has figures, the controller is newer than this wvagate: they are not "
           "in its output";
  if (lacks_decisions(facts))
    return "analyzers claim, but no decision is logged: was the log filtered before it was stored?";
  if (facts.lost_fields > 0)
    return "fields above could not be read and are absent; all else of their lines is good";
  return "";
}

/// What to try next with a log that gives none.
std::string advice_without_samples(const LogFacts& facts) {
  if (facts.bytes == 0) return "the file is empty: collect the log again (`kubectl logs DEPLOYMENT > FILE`)";
  if (facts.cycles_ended > 0)
    return "cycles pass, but none of the messages above with figures is in the log: was it filtered, or is it of a "
           "newer controller whose messages are listed as unknown?";
  if (facts.records.empty() && facts.census.silent.empty())
    return "no line is of a WVA controller: is this the log of its pod (`kubectl logs "
           "deployment/…-controller-manager`)?";
  if (facts.lines.malformed_total() > 0) return "the records are there but damaged: see the lines above";
  return "the controller logged no cycle: a controller of 2025 needs -zap-log-level=debug; of any, look at its "
         "errors above and for \"No active VariantAutoscalings found\"";
}

}  // namespace

std::string doctor_text(const LogFacts& facts, std::size_t samples, std::span<const std::string> variants,
                        std::span<const Expected> expected, Colour colour) {
  std::string text = bold(escape_for_terminal(facts.name), colour) + "\n";
  text += "  " + with_thousands(facts.bytes) + " bytes, " + with_thousands(facts.lines.total) +
          " lines: " + with_thousands(facts.lines.used) + " used, " + with_thousands(facts.lines.ignored) +
          " ignored, " + with_thousands(facts.lines.malformed_total()) + " malformed";
  if (facts.lines.unknown_version > 0)
    text += ", " + with_thousands(facts.lines.unknown_version) + " of an unknown version";
  text += "\n";
  const std::string found = counted(samples, "sample", "samples");
  text += "  " + (samples > 0 ? good(found, colour) : bad(found, colour)) + ", " +
          counted(facts.claims, "claim", "claims") + ", " +
          counted(facts.forecasts, "forecast", "forecasts") + " (" + with_thousands(facts.unobserved) +
          " without an observation), " + counted(facts.cycles, "cycle", "cycles") + ", " +
          counted(facts.restarts, "controller start or leader election",
                  "controller starts and leader elections") +
          "\n";
  if (facts.ambiguous > 0) {
    text +=
        "  " +
        warn(with_thousands(facts.ambiguous) + " forecasts could not be joined: two variants share a name",
             colour) +
        "\n";
  }
  for (const auto& build : controller_builds(facts))
    text += "  build " + build + ", by the callers' line numbers\n";
  for (const auto& variant : variants)
    text += "  variant " + escape_for_terminal(variant) + "\n";
  if (!facts.first_lines.empty()) text += "\n  First lines\n";
  for (std::size_t i = 0; i < facts.first_lines.size(); ++i) {
    text += "    " + std::to_string(i + 1) + ": " + shortened(facts.first_lines[i]) + "\n";
  }
  add_counts(text, "Observations by record", facts.observations);
  add_counts(text, "Used lines by encoding", facts.encodings);
  add_counts(text, "Used lines by collector", facts.collectors);
  add_messages(text, "Messages that are read", facts.census.read);
  add_messages(text, "Messages that are known and not read", facts.census.silent);
  add_messages(text, "Messages that are unknown", facts.census.unknown);
  add_messages(text, "Errors logged", facts.census.errors);
  add_drift(text, facts);
  add_lost(text, facts, colour);
  add_unknown_versions(text, facts, colour);
  add_lost_fields(text, facts, colour);
  if (samples == 0) add_expected(text, expected);
  const std::string next = samples > 0 ? advice_on_samples(facts) : advice_without_samples(facts);
  text += next.empty() ? "\n  All is well: the log is read as it should be\n" : "\n  Try: " + next + "\n";
  return text;
}

}  // namespace wvagate::report
