#include "harness/report/analysis_html.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"
#include "harness/report/html.hpp"
#include "harness/report/svg_inline.hpp"

namespace wvagate::report {
namespace {

using metric::metric_name;
using metric::SeriesAnalysis;
using enum HtmlTable::Align;

constexpr std::size_t kMostRows = 500;     // of a table; the CSV files have them all
constexpr std::size_t kLongestName = 200;  // code points

std::string upper_name(Latency latency) {
  return latency == Latency::itl ? "ITL" : "TTFT";
}

std::string name_html(std::string_view name) {
  return html(shorten(escape_for_terminal(name), kLongestName));
}

std::string percent(std::optional<double> value) {
  return value ? format_fixed(value, 1) + " %" : "–";
}

std::string with_unit(const SeriesAnalysis& analysis, std::string_view name, int digits,
                      std::string_view unit) {
  const auto value = analysis.figures.get(name);
  return value ? format_fixed(value, digits) + std::string(unit) : "–";
}

/// How many rows beyond kMostRows were left out.
std::string left_out(std::size_t all, std::string_view file) {
  if (all <= kMostRows) return "";
  return "<p class=faint>The first " + std::to_string(kMostRows) + " of " + std::to_string(all) +
         "; analysis/" + std::string(file) + " has them all.</p>\n";
}

// What a series comes to.

struct Headline {
  std::string_view kind;  ///< "good", "bad", or "" where nothing can be said
  std::string words;
};

/// Whether the SLOs were met, in one word and a sentence.
Headline headline_of(const SeriesAnalysis& analysis) {
  const auto& figures = analysis.figures;
  const auto itl = figures.get("itl.violations");
  const auto ttft = figures.get("ttft.violations");
  if (!itl && !ttft) return {"", "<b>No SLO to hold the latencies to</b>: none was logged, none given"};
  if (itl.value_or(0) + ttft.value_or(0) == 0)
    return {"good", "<b class=good>SLOs met</b> in every measured cycle"};
  std::string words = "<b class=bad>SLOs missed</b>: ";
  std::string parts;
  for (const Latency latency : kLatencies) {
    const auto violations = figures.get(metric_name(latency, "violations"));
    if (violations.value_or(0) == 0) continue;
    const auto longest = figures.get(metric_name(latency, "gaps.longest_min"));
    parts += (parts.empty() ? "" : "; ") + upper_name(latency) + " too high in " +
             plural(static_cast<std::uint64_t>(*violations), "cycle", "cycles") + " (" +
             percent(figures.get(metric_name(latency, "compliance_pct"))) + " compliant";
    if (longest) parts += ", longest gap " + format_fixed(longest, 1) + " min";
    parts += ")";
  }
  return {"bad", words + parts};
}

/// What the predictions are worth, in words.
std::string prediction_words(const SeriesAnalysis& analysis) {
  const auto count = [&](std::string_view name) { return format_fixed(analysis.figures.get(name), 0); };
  const auto& samples = analysis.measured.series().samples;
  if (!samples.empty() && samples.back().controller == ControllerKind::analyzers)
    return "Analyzers vote: " + count("decision.up") + " decisions up, " + count("decision.down") +
           " down, " + count("decision.held") + " held, " + count("decision.vetoed") + " vetoed.";
  if (!analysis.measured.model_based())
    return "The controller decided without the model of 2025: no predictions of latencies.";
  const auto mean = analysis.figures.get("itl.error.mean_ms");
  const auto mape = analysis.figures.get("itl.error.mape_pct");
  if (!mean || !mape) return "No prediction can be held against an observation.";
  const std::string side = *mean > 0 ? "optimistic" : *mean < 0 ? "conservative" : "unbiased";
  return "ITL predictions are " + side + " on average (" + format_fixed(mean, 2) + " ms, " + percent(mape) +
         " mean absolute error). Replay: " + percent(analysis.figures.get("replay.decisions_pct")) +
         " of the decisions come out again. Calibration: " +
         std::string(analysis.calibration.verdict.recommended ? "new parameters are recommended"
                                                              : "no new parameters are recommended") +
         ", " + std::string(describe(analysis.calibration.verdict.reason)) + ".";
}

std::string card(std::string_view label, const std::string& value, const std::string& more = "") {
  return "<div class=card><span>" + html(label) + "</span><b>" + html(value) + "</b>" +
         (more.empty() ? "" : "<span>" + html(more) + "</span>") + "</div>\n";
}

std::string cards(const SeriesAnalysis& analysis) {
  const auto figure = [&](std::string_view name, int digits, std::string_view unit = "") {
    return with_unit(analysis, name, digits, unit);
  };
  std::string text = "<div class=cards>\n";
  for (const Latency latency : kLatencies) {
    text += card(upper_name(latency) + " compliance",
                 percent(analysis.figures.get(metric_name(latency, "compliance_pct"))),
                 figure(metric_name(latency, "violations"), 0) + " violations");
    text += card(upper_name(latency) + " gaps", figure(metric_name(latency, "gaps.count"), 0),
                 figure(metric_name(latency, "gaps.total_min"), 1, " min in all"));
  }
  text += card("Duration", figure("duration_min", 1, " min"), figure("segments", 0) + " segment(s)");
  text += card("Samples", figure("samples.used", 0),
               figure("samples.idle", 0) + " idle, " + figure("samples.unsolved", 0) + " unsolved");
  text += card("Peak load", figure("load.peak_rpm", 0, " rpm"), "mean " + figure("load.mean_rpm", 0, " rpm"));
  text += card("Replicas", figure("replicas.min", 0) + " – " + figure("replicas.max", 0),
               "mean " + figure("replicas.mean", 2) + ", " + figure("replicas.minutes", 0, " replica-min"));
  text += card("ITL error", figure("itl.error.mae_ms", 2, " ms"),
               "mean absolute; " + figure("itl.error_model.mae_ms", 2, " ms") + " of the model alone");
  text +=
      card("Scaling", figure("scaling.events", 0) + " events", figure("scaling.reversals", 0) + " reversals");
  return text + "</div>\n";
}

// Tables.

std::string gaps_table(const SeriesAnalysis& analysis) {
  HtmlTable table({{"latency", left, ""},
                   {"start min", right, ""},
                   {"end min", right, "first compliant or unmeasured sample"},
                   {"lasted min", right, ""},
                   {"peak ms", right, ""},
                   {"mean ms", right, ""},
                   {"excess ms", right, "mean amount over the SLO"},
                   {"mean rpm", right, ""},
                   {"cause", left, ""},
                   {"detect", right, "minutes from first violation to the decision"},
                   {"act", right, "minutes from the decision until the replicas ran"},
                   {"settle", right, "minutes from then until compliant"},
                   {"first line", right, ""},
                   {"last line", right, ""}});
  for (const metric::Gap& gap : analysis.gaps) {
    if (table.rows() == kMostRows) break;
    table.row().text(upper_name(gap.latency)).number(gap.start_min, 1);
    if (gap.open) {
      table.sorted("not ended", std::nullopt)
          .sorted("≥ " + format_fixed(gap.duration.policy_min, 1), gap.duration.policy_min);
    } else {
      table.number(gap.end_min, 1).number(gap.duration.policy_min, 1);
    }
    table.number(gap.peak_ms, 2)
        .number(gap.mean_ms, 2)
        .number(gap.mean_excess_ms, 2)
        .number(gap.mean_rate_rpm, 0);
    table.text(metric::cause_text(gap.cause));
    table.number(gap.lags.detection_min, 1)
        .number(gap.lags.actuation_min, 1)
        .number(gap.lags.settling_min, 1);
    table.whole(gap.first_line).whole(gap.last_line);
  }
  if (table.rows() == 0) return "<p>None.</p>\n";
  return table.markup() + left_out(analysis.gaps.size(), "warmup_gaps.csv and ttft_gaps.csv");
}

std::string events_table(const SeriesAnalysis& analysis) {
  HtmlTable table({{"minute", right, ""},
                   {"from", right, ""},
                   {"to", right, ""},
                   {"rpm", right, ""},
                   {"log line", right, ""}});
  for (const metric::ScalingEvent& event : analysis.events) {
    if (table.rows() == kMostRows) break;
    table.row()
        .number(event.time_min, 1)
        .number(event.from, 0)
        .number(event.to, 0)
        .number(event.rate_rpm, 1)
        .whole(event.line);
  }
  if (table.rows() == 0) return "<p>None.</p>\n";
  return table.markup() + left_out(analysis.events.size(), "scaling_events.csv");
}

std::string worst_table(const SeriesAnalysis& analysis) {
  HtmlTable table({{"latency", left, ""},
                   {"minute", right, ""},
                   {"observed ms", right, ""},
                   {"predicted ms", right, ""},
                   {"error ms", right, ""},
                   {"rpm", right, ""},
                   {"replicas", right, ""},
                   {"rpm/replica", right, ""},
                   {"log line", right, ""}});
  for (const Latency latency : kLatencies) {
    for (const metric::PredictionError& error : analysis.predictions(latency).worst) {
      table.row()
          .text(upper_name(latency))
          .number(error.time_min, 1)
          .number(error.observed_ms, 2)
          .number(error.predicted_ms, 2);
      table.number(error.error_ms, 2)
          .number(error.rate_rpm, 1)
          .number(error.replicas, 0)
          .number(error.rate_per_replica(), 1)
          .whole(error.line);
    }
  }
  return table.rows() == 0 ? "<p>No prediction was too low.</p>\n" : table.markup();
}

std::string figures_table(const SeriesAnalysis& analysis) {
  HtmlTable table({{"figure", left, ""},
                   {"value", right, ""},
                   {"unit", left, ""},
                   {"better", left, ""},
                   {"meaning", left, ""}});
  const auto metrics = metric::all_metrics();
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const auto value = analysis.figures.at(i);
    table.row().text(metrics[i].name).sorted(value ? format_significant(*value, 6) : "–", value);
    table.text(metrics[i].unit).text(metric::better_text(metrics[i].better)).text(metrics[i].meaning);
  }
  return "<details><summary>All " + std::to_string(metrics.size()) + " figures</summary>\n" + table.markup() +
         "</details>\n";
}

// The log itself.

void add_counts(HtmlTable& table, std::string_view what, const std::map<std::string, std::uint64_t>& counts) {
  for (const auto& [name, count] : counts)
    table.row().text(what).text(name).whole(count);
}

std::string quality(const LogFacts& facts) {
  HtmlTable table({{"what", left, ""}, {"which", left, ""}, {"count", right, ""}});
  table.row().text("lines").text("all").whole(facts.lines.total);
  table.row().text("lines").text("used").whole(facts.lines.used);
  table.row().text("lines").text("ignored: nothing of ours").whole(facts.lines.ignored);
  for (std::size_t i = 0; i < kMalformedCount; ++i) {
    table.row()
        .text("lines malformed")
        .text(malformed_text(static_cast<Malformed>(i)).meaning)
        .whole(facts.lines.malformed[i]);
  }
  table.row()
      .text("lines")
      .text("of a controller version that is not known")
      .whole(facts.lines.unknown_version);
  table.row()
      .text("fields")
      .text("that could not be read; the rest of their lines was")
      .whole(facts.lost_fields);
  add_counts(table, "observations, by record", facts.observations);
  add_counts(table, "used lines, by encoding", facts.encodings);
  add_counts(table, "used lines, by collector", facts.collectors);
  table.row().text("cycles").text("whose begin is logged").whole(facts.cycles);
  table.row().text("forecasts").text("").whole(facts.forecasts);
  table.row().text("forecasts").text("without an observation in their cycle").whole(facts.unobserved);
  table.row().text("names").text("shared by two variants, so joined to neither").whole(facts.ambiguous);
  table.row().text("controller").text("restarts and leader elections").whole(facts.restarts);
  std::string text = "<h2 id=quality>Data quality</h2>\n";
  if (facts.truncated) text += "<p>The log ends in the middle of a record.</p>\n";
  text += table.markup();
  if (facts.offending.empty()) return text;
  HtmlTable lines({{"log line", right, ""}, {"reason", left, ""}, {"its beginning", left, ""}});
  for (const OffendingLine& line : facts.offending)
    lines.row().whole(line.number).text(malformed_text(line.reason).name).text(line.snippet);
  return text + "<h3>Lines that were lost</h3>\n" + lines.markup();
}

std::string charts_html(const HtmlReport& report) {
  std::string text = "<h2 id=charts>Charts</h2>\n";
  if (!report.without_charts.empty()) text += "<p>" + html(report.without_charts) + "</p>\n";
  std::string not_drawn;
  for (const HtmlChart& chart : report.charts) {
    if (!chart.instead.empty()) {
      not_drawn += "<li><code>" + html(chart.name) + "</code>: " + html(chart.instead) + "</li>\n";
    } else if (!chart.svg.empty()) {
      text += "<figure id=" + html(chart.name) + ">" + inline_svg(chart.svg, chart.name, chart.title) +
              "<figcaption>" + html(chart.name) + "</figcaption></figure>\n";
    }
  }
  if (!not_drawn.empty()) text += "<h3>Nothing to draw</h3>\n<ul>\n" + not_drawn + "</ul>\n";
  return text;
}

/// What a series is, and what it comes to.
std::string overview_html(const SeriesAnalysis& analysis, std::size_t number) {
  const Series& series = analysis.measured.series();
  const Headline headline = headline_of(analysis);
  std::string text = "<h2 id=variant-" + std::to_string(number) + ">" + name_html(series.variant) + "</h2>\n";
  text += "<p class=faint>model " + name_html(series.model.empty() ? "unknown" : series.model) +
          ", accelerator " + name_html(series.accelerator.empty() ? "unknown" : series.accelerator);
  if (!series.service_class.empty()) text += ", class " + name_html(series.service_class);
  if (analysis.measured.size() > 0) text += "; minutes count from " + format_time(analysis.measured[0].time);
  return text + "</p>\n<div class=\"headline " + std::string(headline.kind) + "\">" + headline.words +
         ".</div>\n<p>" + html(prediction_words(analysis)) + "</p>\n" + cards(analysis);
}

std::string tables_html(const SeriesAnalysis& analysis, std::size_t number, bool only) {
  const bool solved = analysis.measured.model_based();
  const std::string name =
      only ? "Gaps, scaling, predictions, figures" : name_html(analysis.measured.series().variant);
  std::string text = "<h2 id=tables-" + std::to_string(number) + ">" + name + "</h2>\n";
  text += "<h3>Gaps: latency over its SLO</h3>\n" + gaps_table(analysis);
  text += "<h3>Scaling events: replicas " + std::string(solved ? "wanted" : "that ran") + "</h3>\n" +
          events_table(analysis);
  if (solved) text += "<h3>Worst predictions</h3>\n" + worst_table(analysis);
  return text + figures_table(analysis);
}

/// Links to each series, while they are few, and to what follows them.
std::string navigation(const HtmlReport& report) {
  constexpr std::size_t kMostLinks = 20;
  std::string text = "<nav>";
  if (report.series.size() > 1) {
    for (std::size_t i = 0; i < std::min(report.series.size(), kMostLinks); ++i) {
      text += "<a href=#variant-" + std::to_string(i + 1) + ">" +
              html(shorten(escape_for_terminal(report.series[i].measured.series().variant), 50)) + "</a>";
    }
    if (report.series.size() > kMostLinks)
      text += "<span>and " + std::to_string(report.series.size() - kMostLinks) + " more</span>";
  }
  return text +
         "<a href=#charts>Charts</a><a href=#tables-1>Gaps, scaling, predictions, figures</a>"
         "<a href=#quality>Data quality</a></nav>\n";
}

/// What several series come to together.
std::string summary(const HtmlReport& report) {
  if (report.series.size() < 2) return "";
  const auto bad =
      std::count_if(report.series.begin(), report.series.end(),
                    [](const SeriesAnalysis& analysis) { return headline_of(analysis).kind == "bad"; });
  const std::string count = std::to_string(report.series.size()) + " variants";
  if (bad == 0) return "<div class=headline>None of " + count + " missed an SLO.</div>\n";
  return "<div class=\"headline bad\"><b class=bad>SLOs missed</b> by " + std::to_string(bad) + " of " +
         count + ".</div>\n";
}

}  // namespace

std::string analysis_html(const HtmlReport& report) {
  const std::string name = shorten(escape_for_terminal(report.facts.name), kLongestName);
  std::string text = "<h1>" + html(name) + "</h1>\n<p class=faint>";
  text += plural(report.facts.lines.total, "line", "lines") + ", " + std::to_string(report.facts.lines.used) +
          " used, " + std::to_string(report.facts.lines.malformed_total()) + " malformed";
  if (!report.series.empty())
    text += "; policy " + std::string(policy_text(report.series.front().measured.policy().name));
  text += "; wvagate " + html(report.tool_version) + "</p>\n" + summary(report) + navigation(report);
  for (std::size_t i = 0; i < report.series.size(); ++i)
    text += overview_html(report.series[i], i + 1);
  text += charts_html(report);
  for (std::size_t i = 0; i < report.series.size(); ++i)
    text += tables_html(report.series[i], i + 1, report.series.size() == 1);
  text += quality(report.facts);
  return html_page(name, text);
}

}  // namespace wvagate::report
