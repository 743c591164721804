#include "harness/report/analysis_text.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/core/format.hpp"
#include "analysis/statistics/summary.hpp"
#include "harness/report/analysis_page.hpp"
#include "harness/report/controller_text.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using metric::Gap;
using metric::metric_name;
using metric::SeriesAnalysis;
using Page = AnalysisPage;
using enum TextTable::Align;

constexpr std::size_t kHintErrors = 5;  // fewer say nothing of calibration

std::string upper_name(Latency latency) {
  return latency == Latency::itl ? "ITL" : "TTFT";
}

std::string with_unit(std::string text, std::string_view unit) {
  if (text != "-") text += unit;
  return text;
}

bool has_predictions(const SeriesAnalysis& analysis) {
  return analysis.measured.model_based();
}

/// Scaling is measured by the replicas that the controller wants, not by those that run.
bool counts_wanted(const SeriesAnalysis& analysis) {
  const auto& samples = analysis.measured.series().samples;
  return samples.empty() || samples.back().controller != ControllerKind::reactive;
}

constexpr std::string_view kWithoutLatencies =
    "none in the log, so no compliance and no prediction errors: since 0.6 a controller logs ITL and TTFT with "
    "-v=4, 0.5 not at all";

/// Latencies of the series are logged, or it is of a controller that logs them: what lacks then is shown.
bool has_latencies(const SeriesAnalysis& analysis) {
  const auto& samples = analysis.measured.series().samples;
  return has_predictions(analysis) || std::any_of(samples.begin(), samples.end(), [](const Sample& sample) {
           const LatencyPair& latency = observation_in(sample).latency;
           return latency.itl || latency.ttft;
         });
}

/// The SLOs of the series in words, with the change where they changed.
std::string slo_words(const SeriesAnalysis& analysis, Latency latency) {
  std::optional<double> first;
  std::optional<double> last;
  for (std::size_t i = 0; i < analysis.measured.size(); ++i) {
    const auto& slo = analysis.measured[i].slo[latency];
    if (!slo) continue;
    if (!first) first = slo;
    last = slo;
  }
  if (!first) return upper_name(latency) + " none logged";
  std::string words = upper_name(latency) + " " + format_shortest(*first);
  if (*last != *first) words += " → " + format_shortest(*last);
  return words + " ms";
}

/// Why there are no figures of compliance and gaps.
std::string without_compliance(const SeriesAnalysis& analysis) {
  const MeasuredSeries& series = analysis.measured;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (series[i].slo.itl || series[i].slo.ttft) return "nothing was measured that an SLO is for";
  }
  return "no SLO was logged: name it with --slo-itl and --slo-ttft";
}

void add_overview(Page& page) {
  page.heading("Overview");
  const std::string segments =
      plural(static_cast<std::uint64_t>(page.figure("segments").value_or(0)), "segment", "segments");
  TextTable table({"duration", page.fixed("duration_min", 1) + " min in " + segments}, {left, left});
  table.add_row({"samples", page.fixed("samples.used", 0) + " of " + page.fixed("samples.total", 0) +
                                " count (" + page.fixed("samples.duplicate", 0) + " duplicate, " +
                                page.fixed("samples.idle", 0) + " idle, " +
                                page.fixed("samples.unsolved", 0) + " unsolved)"});
  table.add_row({"load", "mean " + with_unit(page.fixed("load.mean_rpm", 1), " rpm") + ", peak " +
                             with_unit(page.fixed("load.peak_rpm", 1), " rpm")});
  const std::string wanted = counts_wanted(page.analysis) ? " wanted" : " running";
  table.add_row({"replicas", page.fixed("replicas.min", 0) + " to " + page.fixed("replicas.max", 0) + wanted +
                                 ", mean " + page.fixed("replicas.mean", 2) + "; " +
                                 page.fixed("replicas.minutes", 1) + " replica-minutes, cost " +
                                 page.fixed("cost.total", 2)});
  table.add_row(
      {"SLO", slo_words(page.analysis, Latency::itl) + ", " + slo_words(page.analysis, Latency::ttft)});
  page.table(table);
}

void add_compliance(Page& page) {
  page.heading("SLO compliance");
  const bool any = page.figure("itl.compliance_pct") || page.figure("ttft.compliance_pct");
  if (!any) {
    page.line(without_compliance(page.analysis));
    return;
  }
  TextTable table({"", "of samples", "of time", "violations", "mean excess", "unmeasured"},
                  {left, right, right, right, right, right});
  for (const Latency latency : kLatencies) {
    table.add_row(
        {upper_name(latency), with_unit(page.fixed(latency, "compliance_pct", 1), " %"),
         with_unit(page.fixed(latency, "compliance_time_pct", 1), " %"), page.fixed(latency, "violations", 0),
         with_unit(page.fixed(latency, "excess_ms", 2), " ms"), page.fixed(latency, "unmeasured", 0)});
  }
  table.add_row({"both", with_unit(page.fixed("slo.compliance_pct", 1), " %"), "", "", "", ""});
  page.table(table);
}

std::string lag_words(const Gap& gap) {
  if (gap.cause != metric::GapCause::scale_up_lag) return "";
  return format_fixed(gap.lags.detection_min, 1) + " / " + format_fixed(gap.lags.actuation_min, 1) + " / " +
         format_fixed(gap.lags.settling_min, 1);
}

std::string lines_of(const Gap& gap) {
  const std::string first = std::to_string(gap.first_line);
  return gap.last_line == gap.first_line ? first : first + "–" + std::to_string(gap.last_line);
}

void add_gaps(Page& page) {
  page.heading("Gaps (latency over its SLO; minutes)");
  if (page.analysis.gaps.empty()) {
    const bool any = page.figure("itl.gaps.count") || page.figure("ttft.gaps.count");
    page.line(any ? "none" : without_compliance(page.analysis));
    return;
  }
  TextTable table({"", "start", "end", "lasted", "bounds", "peak ms", "mean ms", "excess ms", "mean rpm",
                   "cause", "detect/act/settle", "lines"},
                  {left, right, right, right, right, right, right, right, right, left, left, right});
  for (const Gap& gap : page.analysis.gaps) {
    const std::string at_least = gap.open ? "≥ " : "";
    const std::string upper =
        gap.duration.upper_bound_min ? format_fixed(gap.duration.upper_bound_min, 1) : "?";
    table.add_row({upper_name(gap.latency), format_fixed(gap.start_min, 1),
                   gap.open ? "open" : format_fixed(gap.end_min, 1),
                   at_least + format_fixed(gap.duration.policy_min, 1),
                   format_fixed(gap.duration.violations_min, 1) + "–" + upper, format_fixed(gap.peak_ms, 2),
                   format_fixed(gap.mean_ms, 2), format_fixed(gap.mean_excess_ms, 2),
                   format_fixed(gap.mean_rate_rpm, 0), std::string(metric::cause_text(gap.cause)),
                   lag_words(gap), lines_of(gap)});
  }
  page.table(table);
}

void add_events(Page& page) {
  const std::string title = counts_wanted(page.analysis) ? "Scaling events (replicas wanted)"
                                                         : "Scaling events (replicas that ran)";
  page.heading(title);
  if (page.analysis.events.empty()) {
    page.line("none");
    return;
  }
  TextTable table({"minute", "replicas", "rpm", "line"}, {right, left, right, right});
  for (const auto& event : page.analysis.events) {
    table.add_row({format_fixed(event.time_min, 1),
                   format_fixed(event.from, 0) + "→" + format_fixed(event.to, 0),
                   format_fixed(event.rate_rpm, 1), std::to_string(event.line)});
  }
  page.table(table);
  page.line(page.fixed("scaling.ups", 0) + " up, " + page.fixed("scaling.downs", 0) + " down, " +
            page.fixed("scaling.reversals", 0) + " turned back within 5 cycles");
}

void add_latencies(Page& page) {
  page.heading("Observed latency (ms)");
  TextTable table({"", "mean", "median", "min", "max", "stddev", "p90", "p95", "p99"},
                  {left, right, right, right, right, right, right, right, right});
  for (const Latency latency : kLatencies) {
    std::vector<std::string> row{upper_name(latency)};
    for (const std::string_view part : {"mean", "median", "min", "max", "stddev", "p90", "p95", "p99"}) {
      row.push_back(page.fixed(latency, "observed." + std::string(part) + "_ms", 2));
    }
    table.add_row(row);
  }
  page.table(table);
}

/// "optimistic" or "conservative", by the side that most predictions err on; and a word where the mean says
/// otherwise.
std::string bias_words(const Page& page, Latency latency) {
  const auto under = page.figure(metric_name(latency, "error.under_pct"));
  const auto over = page.figure(metric_name(latency, "error.over_pct"));
  const auto mean = page.figure(metric_name(latency, "error.mean_ms"));
  if (!under || !over || !mean) return upper_name(latency) + ": nothing to hold a prediction against";
  const std::string shares =
      format_fixed(under, 0) + " % of predictions too low, " + format_fixed(over, 0) + " % too high";
  const std::string mean_error = "mean error " + format_fixed(mean, 2) + " ms, " +
                                 with_unit(page.fixed(latency, "error.mean_pct", 1), " %") +
                                 " of the prediction";
  const bool optimistic = *under > *over;
  const std::string verdict = optimistic ? "optimistic" : *under < *over ? "conservative" : "balanced";
  const bool outweighed = optimistic ? *mean < 0 : *under<*over&& * mean> 0;
  return upper_name(latency) + " is " + verdict + ": " + shares +
         (outweighed ? "; yet the rarer side errs by more: " : "; ") + mean_error;
}

void add_error_row(TextTable& table, const Page& page, Latency latency, const std::string& group,
                   const std::string& label) {
  std::vector<std::string> row{label};
  for (const std::string_view part : {"mean_ms", "median_ms", "stddev_ms", "mae_ms", "rmse_ms", "p95_abs_ms",
                                      "max_under_ms", "max_over_ms"}) {
    row.push_back(page.fixed(latency, group + "." + std::string(part), 2));
  }
  row.push_back(with_unit(page.fixed(latency, group + ".mape_pct", 1), " %"));
  table.add_row(row);
}

/// From here on the parts of an error are so much more than the whole that it has to be said why.
constexpr double kOffset = 1.5;

/// How much of the error is the model's and how much comes from scaling delay, in words.
void add_parts(Page& page, Latency latency) {
  const metric::ErrorSplit split = metric::split(page.analysis.predictions(latency).parts);
  std::string words = upper_name(latency) + ": ";
  if (split.cycles > 0) {
    words += "mean absolute error " + format_fixed(split.error_ms, 2) + " ms: calibration " +
             format_fixed(split.calibration_ms, 2) + " ms, scaling delay " +
             format_fixed(split.actuation_ms, 2) + " ms";
    if (split.calibration_ms + split.actuation_ms > kOffset * split.error_ms)
      words += ", which offset each other in part";
  }
  if (split.overloaded > 0) {
    words += std::string(split.cycles > 0 ? "; without " : "nothing but ") +
             plural(split.overloaded, "cycle", "cycles") + " in which the model has the batch full";
  }
  if (split.cycles + split.overloaded > 0) page.line(words);
}

void add_errors(Page& page) {
  page.heading("Prediction error (observed − predicted, ms; positive is optimistic)");
  if (!has_predictions(page.analysis)) {
    page.line("no prediction of latencies was logged: the controller decided without the model of 2025");
    return;
  }
  TextTable table({"", "mean", "median", "stddev", "mae", "rmse", "p95 abs", "max under", "max over", "mape"},
                  {left, right, right, right, right, right, right, right, right, right});
  for (const Latency latency : kLatencies) {
    add_error_row(table, page, latency, "error", upper_name(latency));
    if (!page.analysis.measured.policy().notebook()) {
      add_error_row(table, page, latency, "error_settled", upper_name(latency) + " settled");
      add_error_row(table, page, latency, "error_model", upper_name(latency) + " model");
    }
  }
  page.table(table);
  for (const Latency latency : kLatencies)
    page.line(bias_words(page, latency));
  for (const Latency latency : kLatencies)
    add_parts(page, latency);
}

std::string strength(std::optional<double> correlation) {
  if (!correlation) return "";
  const double size = std::abs(*correlation);
  return size >= 0.7 ? " strong" : size >= 0.4 ? " moderate" : size >= 0.2 ? " weak" : " none";
}

void add_correlations(Page& page) {
  if (!has_predictions(page.analysis)) return;
  page.heading("What the error goes with (correlation)");
  TextTable table({"", "arrival rate", "replicas", "rate per replica"}, {left, left, left, left});
  for (const Latency latency : kLatencies) {
    std::vector<std::string> row{upper_name(latency)};
    for (const std::string_view part : {"corr_rate", "corr_replicas", "corr_rate_per_replica"}) {
      const auto value = page.figure(metric_name(latency, "error." + std::string(part)));
      row.push_back(format_fixed(value, 3) + strength(value));
    }
    table.add_row(row);
  }
  page.table(table);
}

void add_worst(Page& page) {
  if (!has_predictions(page.analysis)) return;
  page.heading("Worst predictions (largest underestimates)");
  TextTable table(
      {"", "minute", "observed ms", "predicted ms", "error ms", "rpm", "replicas", "rpm/replica", "line"},
      {left, right, right, right, right, right, right, right, right});
  for (const Latency latency : kLatencies) {
    for (const auto& error : page.analysis.predictions(latency).worst) {
      table.add_row({upper_name(latency), format_fixed(error.time_min, 1), format_fixed(error.observed_ms, 2),
                     format_fixed(error.predicted_ms, 2), format_fixed(error.error_ms, 2),
                     format_fixed(error.rate_rpm, 1), format_fixed(error.replicas, 0),
                     format_fixed(error.rate_per_replica(), 1), std::to_string(error.line)});
    }
  }
  if (table.empty()) {
    page.line("no prediction was too low");
  } else {
    page.table(table);
  }
}

void add_tuner(Page& page) {
  const double accepted = page.figure("tuner.accepted").value_or(0);
  const double rejected = page.figure("tuner.rejected").value_or(0);
  if (!page.figure("params.alpha.first") && accepted + rejected == 0) return;
  page.heading("Model parameters");
  if (accepted + rejected > 0) {
    page.line("online tuner: " + format_fixed(accepted, 0) + " updates accepted, " +
              format_fixed(rejected, 0) + " rejected as outliers, mean NIS " +
              page.fixed("tuner.nis_mean", 3));
  }
  TextTable table({"", "first", "last", "mean", "stddev", "drift"},
                  {left, right, right, right, right, right});
  for (const std::string_view name : {"alpha", "beta", "gamma", "delta"}) {
    const std::string prefix = "params." + std::string(name) + ".";
    table.add_row({std::string(name), page.significant(prefix + "first"), page.significant(prefix + "last"),
                   page.significant(prefix + "mean"), page.significant(prefix + "stddev"),
                   with_unit(page.fixed(prefix + "drift_pct", 1), " %")});
  }
  if (page.figure("params.alpha.first")) page.table(table);
}

/// What a constant added to every prediction would do.
std::string shift_words(const Page& page, Latency latency, const metric::CalibrationHints& hints) {
  const double mae = page.figure(metric_name(latency, "error.mae_ms")).value_or(0);
  const double left = hints.unbiased_mae_ms.value_or(0);
  const std::string change = format_fixed(mae, 2) + " → " + format_fixed(left, 2) + " ms mean absolute error";
  if (left >= mae) return "a constant shift would not help (" + change + ")";
  return "a constant shift by the mean error would bring " + change;
}

std::string line_words(const metric::CalibrationHints& hints) {
  const double slope = *hints.slope_ms;
  return "observed ≈ " + format_fixed(hints.intercept_ms, 3) + (slope < 0 ? " − " : " + ") +
         format_fixed(std::abs(slope), 5) + " · rpm per replica, ms (straight line)";
}

void add_hints(Page& page) {
  if (!has_predictions(page.analysis)) return;
  page.heading("Calibration hints");
  for (const Latency latency : kLatencies) {
    const auto& hints = page.analysis.predictions(latency).hints;
    if (!hints.unbiased_mae_ms || page.analysis.predictions(latency).errors.size() < kHintErrors) continue;
    page.line(upper_name(latency) + ": " + shift_words(page, latency, hints));
    if (hints.outliers > 0) {
      page.line(upper_name(latency) + ": leave " + plural(hints.outliers, "outlier", "outliers") +
                " beyond 2.5 standard deviations out of a fit");
    }
    if (hints.slope_ms) page.line(upper_name(latency) + ": " + line_words(hints));
  }
}

std::string encoding_words(const LogFacts& facts) {
  std::string words;
  for (const auto& [name, count] : facts.encodings)
    words += (words.empty() ? "" : ", ") + name;
  return words.empty() ? "none" : words;
}

/// "2 messages are unknown, 12 lines report errors: …", a line each; empty if there is nothing to report.
std::string census_words(const LogFacts& facts, Colour colour) {
  const auto listed = [](const std::vector<MessageCount>& messages) {
    constexpr std::size_t kShown = 3;
    std::string words;
    for (std::size_t i = 0; i < std::min(messages.size(), kShown); ++i) {
      words += (i == 0 ? "" : ", ") + std::string("\"") +
               escape_for_terminal(shorten(messages[i].message, 60)) + "\" (" +
               std::to_string(messages[i].lines) + ", from line " + std::to_string(messages[i].first_line) +
               ")";
    }
    return words + (messages.size() > kShown ? ", …" : "");
  };
  std::string text;
  if (facts.lines.unknown_version > 0)
    text += "  " +
            warn(plural(facts.lines.unknown_version, "line is", "lines are") +
                     " of a controller version that is not known",
                 colour) +
            "\n";
  if (facts.lost_fields > 0)
    text +=
        "  " +
        warn(plural(facts.lost_fields, "field", "fields") + " could not be read; the rest of the lines was",
             colour) +
        "\n";
  if (!facts.census.unknown.empty())
    text += "  " + warn("unknown messages: " + listed(facts.census.unknown), colour) + "\n";
  if (!facts.census.errors.empty()) text += "  errors logged: " + listed(facts.census.errors) + "\n";
  return text;
}

}  // namespace

std::string analysis_text(const LogFacts& facts, std::span<const SeriesAnalysis> all, Colour colour) {
  std::string text = bold(escape_for_terminal(facts.name), colour) + "\n";
  text += "  " + plural(facts.lines.total, "line", "lines") + ": " + std::to_string(facts.lines.used) +
          " used, " + std::to_string(facts.lines.ignored) + " ignored, " +
          std::to_string(facts.lines.malformed_total()) + " malformed; " + encoding_words(facts);
  if (!all.empty()) text += "; policy " + std::string(policy_text(all.front().measured.policy().name));
  text += "\n";
  if (facts.lines.malformed_total() > 0 || facts.truncated) {
    const std::string why =
        facts.truncated ? "the log ends in the middle of a record" : "some records could not be read";
    text += "  " + warn(why + ": `wvagate doctor` says which", colour) + "\n";
  }
  text += census_words(facts, colour);
  for (const SeriesAnalysis& analysis : all) {
    const Series& series = analysis.measured.series();
    text += "\n" + bold(escape_for_terminal(series.variant), colour) + "\n";
    text += "  " +
            faint("model " + escape_for_terminal(series.model.empty() ? "unknown" : series.model) +
                      ", accelerator " +
                      escape_for_terminal(series.accelerator.empty() ? "unknown" : series.accelerator) +
                      (series.service_class.empty() ? ""
                                                    : ", class " + escape_for_terminal(series.service_class)),
                  colour) +
            "\n";
    Page page{analysis, colour, {}};
    add_overview(page);
    for (const auto add : {add_capacity, add_capacity_gaps, add_decisions, add_throughput_model})
      add(page);
    if (has_latencies(analysis)) {
      for (const auto add : {add_compliance, add_gaps})
        add(page);
    }
    add_events(page);
    if (has_latencies(analysis)) {
      for (const auto add : {add_latencies, add_errors, add_correlations, add_worst, add_tuner, add_hints})
        add(page);
    } else {
      page.heading("Latencies");
      page.line(kWithoutLatencies);
    }
    text += page.text;
  }
  return text;
}

std::string summary_text(const LogFacts& facts, std::span<const SeriesAnalysis> all) {
  const std::string rule(60, '=');
  std::string text = rule + "\nWVA PERFORMANCE ANALYSIS SUMMARY\n" + rule + "\n";
  for (const SeriesAnalysis& analysis : all) {
    const Page page{analysis, Colour::off, {}};
    text += "\nExperiment ID: " + escape_for_terminal(facts.name) + "\n";
    text += "Variant: " + escape_for_terminal(analysis.measured.series().variant) + "\n";
    text += "Duration: " + page.fixed("duration_min", 1) + " minutes\n";
    text += "ITL Compliance: " + with_unit(page.fixed("itl.compliance_pct", 1), "%") + "\n";
    text += "TTFT Compliance: " + with_unit(page.fixed("ttft.compliance_pct", 1), "%") + "\n";
    text += "Peak Load: " + with_unit(page.fixed("load.peak_rpm", 0), " rpm") + "\n";
    text += "Scaling Pattern: " + page.fixed("replicas.min", 0) + " → " + page.fixed("replicas.max", 0) +
            " replicas\n";
  }
  return text;
}

}  // namespace wvagate::report
