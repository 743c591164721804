#include "harness/report/github.hpp"

#include "harness/report/gate_words.hpp"

namespace wvagate::report {
namespace {

using verdict::Consequence;
using verdict::Finding;

constexpr std::size_t kMostAnnotations = 9;

/// A command's message; a property's value where `property` is set.
std::string escape_command(std::string_view text, bool property) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '%':
        escaped += "%25";
        break;
      case '\r':
        escaped += "%0D";
        break;
      case '\n':
        escaped += "%0A";
        break;
      case ':':
        escaped += property ? "%3A" : ":";
        break;
      case ',':
        escaped += property ? "%2C" : ",";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string annotation(const std::string& file, std::uint64_t line, const std::string& title,
                       const std::string& message) {
  return "::error file=" + escape_command(file, true) + (line > 0 ? ",line=" + std::to_string(line) : "") +
         ",title=" + escape_command(title, true) + "::" + escape_command(message, false) + "\n";
}

std::string message_of(const Finding& finding) {
  std::string message = finding_words(finding);
  if (const std::string remark = remark_words(finding); !remark.empty()) message += "\n" + remark;
  for (const verdict::Place& place : finding.where)
    message += "\n" + place_words(place);
  return message;
}

}  // namespace

std::string github_annotations(const verdict::Verdict& verdict) {
  std::vector<std::string> all;
  for (const auto& scenario : verdict.scenarios) {
    for (const Error& fault : scenario.faults)
      all.push_back(
          annotation(scenario.baseline_file, 0, scenario.scenario + " could not be gated", describe(fault)));
    for (const Finding* finding : gravest_first(scenario.findings)) {
      if (finding->consequence != Consequence::fail) continue;
      all.push_back(annotation(scenario.baseline_file, finding->baseline_line,
                               scenario.scenario + ": " + finding->metric, message_of(*finding)));
    }
    for (const Finding* finding : gravest_first(scenario.since_release)) {
      if (finding->consequence != Consequence::fail) continue;
      all.push_back(annotation(scenario.baseline_file, 0,
                               scenario.scenario + ": " + finding->metric + " since the last release",
                               message_of(*finding)));
    }
  }
  std::string text;
  for (std::size_t i = 0; i < all.size() && i < kMostAnnotations; ++i)
    text += all[i];
  return text;
}

std::string github_shielded(std::string_view text, std::string_view token) {
  return "::stop-commands::" + std::string(token) + "\n" + std::string(text) + "::" + std::string(token) +
         "::\n";
}

std::string github_outputs(const verdict::Verdict& verdict, int exit_code) {
  return "verdict=" + std::string(outcome_text(verdict.outcome())) +
         "\nexit_code=" + std::to_string(exit_code) +
         "\nfailed=" + std::to_string(verdict.count(Consequence::fail)) +
         "\nwarned=" + std::to_string(verdict.count(Consequence::warn)) +
         "\nundecided=" + std::to_string(verdict.count(Consequence::inconclusive)) +
         "\ngated=" + std::to_string(verdict.gated()) + "\ndeclared=" + std::to_string(verdict.declared()) +
         "\n";
}

}  // namespace wvagate::report
