#include "harness/plot/chart_comparison.hpp"

#include <algorithm>
#include <vector>

#include "harness/plot/gnuplot_text.hpp"
#include "harness/plot/words.hpp"

namespace wvagate::plot {
namespace {

using metric::PredictionError;
using metric::SeriesAnalysis;

/// Metrics by how their names begin, the longer names first.
struct AspectName {
  std::string_view prefix;
  Aspect aspect;
};
constexpr AspectName kAspects[] = {
    {"itl.error_model.", Aspect::itl_model_error},
    {"ttft.error_model.", Aspect::ttft_model_error},
    {"itl.error", Aspect::itl_error},
    {"ttft.error", Aspect::ttft_error},
    {"itl.actuation.", Aspect::itl_error},
    {"ttft.actuation.", Aspect::ttft_error},
    {"itl.", Aspect::itl},
    {"ttft.", Aspect::ttft},
    {"slo.", Aspect::latencies},
    {"scaling.", Aspect::replicas},
    {"replicas.", Aspect::replicas},
    {"cost.", Aspect::replicas},
};

Line observed_line(const SeriesAnalysis& analysis, Latency latency) {
  const MeasuredSeries& measured = analysis.measured;
  return line_of(measured, [&](std::size_t i) { return measured.observed(i, latency); });
}

Line running_line(const SeriesAnalysis& analysis) {
  const MeasuredSeries& measured = analysis.measured;
  return steps_of(measured, [&](std::size_t i) { return running_replicas(measured[i]); });
}

Line error_line(const SeriesAnalysis& analysis, Latency latency, bool of_model) {
  const MeasuredSeries& measured = analysis.measured;
  Line line;
  for (const PredictionError& error :
       of_model ? analysis.predictions(latency).model : analysis.predictions(latency).errors) {
    const bool broken =
        !line.empty() && (line.index.back() + 1 != error.index || measured.ends_segment(error.index - 1));
    line.add(error.time_min, error.error_ms, error.index, broken);
  }
  return line;
}

/// The spans of damage that belong into a panel of `latency`, or of none.
std::vector<TimeSpan> spans_of(const Comparison& comparison, std::optional<Latency> latency) {
  std::vector<TimeSpan> spans;
  for (const Damage& damage : comparison.damage) {
    if (!latency || !damage.latency || *damage.latency == *latency) spans.push_back(damage.span);
  }
  return spans;
}

void add_latency_row(const Comparison& comparison, const ChartInput& input, Latency latency, Draft& draft) {
  const std::string word(metric::latency_text(latency));
  TimePanel panel(input, 0, draft);
  panel.add_damage(spans_of(comparison, latency));
  panel.add_restarts();
  if (comparison.recorded)
    panel.add_line(Thing::recorded, "recorded " + word, "minute " + word + "_ms",
                   observed_line(*comparison.recorded, latency));
  panel.add_line(Thing::observed, "observed " + word, "minute " + word + "_ms",
                 observed_line(comparison.run, latency));
  panel.add_slo(latency);
  draft.page.rows.push_back(
      {panel.finish("", axis_name(latency), {.from_zero = false, .may_bend = true, .footroom = 0.08})});
}

void add_error_row(const Comparison& comparison, const ChartInput& input, Latency latency, bool of_model,
                   Draft& draft) {
  const std::string word(metric::latency_text(latency));
  TimePanel panel(input, 0, draft);
  panel.add_damage(spans_of(comparison, latency));
  panel.add_restarts();
  panel.add_zero();
  if (comparison.recorded)
    panel.add_line(Thing::recorded, "recorded error " + word, "minute error_ms",
                   error_line(*comparison.recorded, latency, of_model));
  panel.add_line(Thing::error, "error " + word, "minute error_ms",
                 error_line(comparison.run, latency, of_model));
  draft.page.rows.push_back(
      {panel.finish(of_model ? "of the model on the replicas that ran" : "",
                    std::string(upper_name(latency)) + " error (ms)", {.may_bend = true, .footroom = 0.06})});
}

void add_replicas_row(const Comparison& comparison, const ChartInput& input, Draft& draft) {
  TimePanel panel(input, 0, draft);
  panel.add_damage(spans_of(comparison, std::nullopt));
  panel.add_restarts();
  if (comparison.recorded)
    panel.add_steps(Thing::recorded_replicas, "recorded replicas", "minute replicas",
                    running_line(*comparison.recorded));
  const MeasuredSeries& measured = comparison.run.measured;
  if (measured.model_based())
    panel.add_steps(Thing::replicas_wanted, "replicas wanted", "minute replicas",
                    steps_of(measured, [&](std::size_t i) { return measured.replicas(i); }));
  panel.add_steps(Thing::replicas_running, "replicas running", "minute replicas",
                  running_line(comparison.run));
  draft.page.rows.push_back({panel.finish("", "Replicas", {.whole = true})});
}

void add_rows(const Comparison& comparison, Aspect aspect, const ChartInput& input, Draft& draft) {
  switch (aspect) {
    case Aspect::itl:
      return add_latency_row(comparison, input, Latency::itl, draft);
    case Aspect::ttft:
      return add_latency_row(comparison, input, Latency::ttft, draft);
    case Aspect::latencies:
      add_latency_row(comparison, input, Latency::itl, draft);
      return add_latency_row(comparison, input, Latency::ttft, draft);
    case Aspect::itl_error:
      return add_error_row(comparison, input, Latency::itl, false, draft);
    case Aspect::ttft_error:
      return add_error_row(comparison, input, Latency::ttft, false, draft);
    case Aspect::itl_model_error:
      return add_error_row(comparison, input, Latency::itl, true, draft);
    case Aspect::ttft_model_error:
      return add_error_row(comparison, input, Latency::ttft, true, draft);
    case Aspect::replicas:
      return add_replicas_row(comparison, input, draft);
  }
}

double length_min(const MeasuredSeries& measured) {
  return measured.size() == 0 ? 0 : measured.minute(measured.size() - 1);
}

}  // namespace

std::optional<Aspect> aspect_of(std::string_view metric) {
  const auto* const found =
      std::find_if(std::begin(kAspects), std::end(kAspects),
                   [&](const AspectName& each) { return metric.starts_with(each.prefix); });
  return found == std::end(kAspects) ? std::nullopt : std::optional(found->aspect);
}

std::string_view aspect_text(Aspect aspect) {
  constexpr std::string_view kTexts[] = {
      "itl",     "ttft", "latencies", "itl_error", "ttft_error", "itl_model_error", "ttft_model_error",
      "replicas"};
  return kTexts[static_cast<std::size_t>(aspect)];
}

Chart comparison_chart(const Comparison& comparison, Aspect aspect, std::string_view name, Format format) {
  const SeriesAnalysis& run = comparison.run;
  ChartInput input{.facts = comparison.facts,
                   .series = {{run, {}}},
                   .at_least_min = comparison.recorded ? length_min(comparison.recorded->measured) : 0};
  Draft draft;
  draft.page.title = comparison.title;
  draft.page.subtitle =
      shown_name(run.measured.series().variant) + "  ·  " + shown_name(comparison.facts.name);
  draft.page.row_height_px = row_height_px(aspect == Aspect::latencies ? 2 : 1);
  add_rows(comparison, aspect, input, draft);
  draft.page.rows.back().front().x_label = true;
  return {.name = std::string(name),
          .title = draft.page.title,
          .script = script_of(draft.page, name, format),
          .data = draft.data.text(),
          .instead = draft.page.instead};
}

}  // namespace wvagate::plot
