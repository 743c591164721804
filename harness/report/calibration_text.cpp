#include "harness/report/calibration_text.hpp"

#include "analysis/core/format.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using enum TextTable::Align;
constexpr std::size_t kIndent = 4;

void add_samples(std::string& text, const Calibration& calibration) {
  text += "\n  Samples\n    " + std::to_string(calibration.used) + " of " +
          std::to_string(calibration.samples.size()) + " used by the fit\n";
  for (std::size_t i = 0; i < kLeftOutCount; ++i) {
    if (calibration.left_out[i] == 0) continue;
    const auto reason = static_cast<LeftOut>(i);
    std::string lines;
    std::size_t shown = 0;
    for (const auto& sample : calibration.samples) {
      if (sample.left_out != reason || ++shown > 6) continue;
      lines += (lines.empty() ? "" : ", ") + std::to_string(sample.line);
    }
    if (shown > 6) lines += ", …";
    text += "    " + std::to_string(calibration.left_out[i]) + " left out: " + std::string(describe(reason)) +
            " (line " + lines + ")\n";
  }
}

void add_parameters(std::string& text, const Calibration& calibration) {
  if (!calibration.fit) return;
  TextTable table({"", "in force", "fitted", "95 % interval", ""}, {left, right, right, right, left});
  for (const Parameter parameter : kParameters) {
    const ParameterEstimate& estimate = (*calibration.fit)[parameter];
    std::string interval;
    if (estimate.low && estimate.high) {
      interval = format_fixed(estimate.low, 6) + " – " + format_fixed(estimate.high, 6);
    }
    const std::string in_force =
        calibration.in_force ? format_fixed(parameter_of(*calibration.in_force, parameter), 6) : "-";
    table.add_row({std::string(parameter_name(parameter)), in_force, format_fixed(estimate.value, 6),
                   interval,
                   estimate.status == ParameterStatus::fitted ? "" : std::string(describe(estimate.status))});
  }
  text += "\n  Parameters\n" + table.text(kIndent);
}

std::string error_of(const CandidateScore& score, Latency latency) {
  return score[latency] ? format_fixed(score[latency]->mae_ms, 2) : "-";
}

void add_score_row(TextTable& table, std::string label, const std::optional<SchemeScores>& scores) {
  if (!scores) return;
  const CandidateScores& all = scores->all;
  table.add_row({std::move(label), error_of(all.in_force, Latency::itl), error_of(all.fitted, Latency::itl),
                 error_of(all.line, Latency::itl), error_of(all.in_force, Latency::ttft),
                 error_of(all.fitted, Latency::ttft)});
}

void add_scores(std::string& text, const Calibration& calibration) {
  TextTable table({"", "ITL in force", "fitted", "straight line", "TTFT in force", "fitted"},
                  {left, right, right, right, right, right});
  add_score_row(table, "in sample", calibration.in_sample);
  add_score_row(table, "second half, by a fit on the first", calibration.second_half);
  add_score_row(table, "each block, by a fit on the others", calibration.cross_validation);
  if (table.empty()) return;
  text += "\n  Mean absolute error (ms)\n" + table.text(kIndent);
  if (calibration.line) {
    text += "    straight line (the notebook's proposal): ITL = " +
            format_fixed(calibration.line->intercept_ms, 3) + " + " +
            format_fixed(calibration.line->slope_ms, 5) + " · rpm per replica\n";
  }
}

}  // namespace

std::string calibration_text(const CalibrationSubject& subject, const Calibration& calibration,
                             Colour colour) {
  std::string text =
      bold(escape_for_terminal(subject.model.empty() ? "unknown model" : subject.model) + " on " +
               escape_for_terminal(subject.accelerator.empty() ? "unknown accelerator" : subject.accelerator),
           colour) +
      ", " + plural(subject.logs, "log", "logs") + "\n";
  add_samples(text, calibration);
  add_parameters(text, calibration);
  add_scores(text, calibration);
  const CalibrationVerdict& verdict = calibration.verdict;
  const std::string head =
      verdict.recommended ? good("recommended", colour) : warn("not recommended", colour);
  text += "\n  Verdict: " + head + ": " + std::string(describe(verdict.reason)) + "\n";
  return text;
}

}  // namespace wvagate::report
