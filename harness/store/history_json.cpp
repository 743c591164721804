#include "harness/store/history_json.hpp"

#include "harness/store/json_document.hpp"

namespace wvagate::store {
namespace {

using history::Change;
using history::PointSummary;
using history::Trend;
using history::TrendPoint;

std::string_view judgement_text(Change::Judgement judgement) {
  switch (judgement) {
    case Change::Judgement::same:
      return "same";
    case Change::Judgement::better:
      return "better";
    case Change::Judgement::worse:
      return "worse";
    case Change::Judgement::neither:
      break;
  }
  return "neither";
}

void write_change(JsonWriter& json, std::string_view name, const std::optional<Change>& change,
                  const Trend& trend) {
  json.key(name);
  if (!change) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("release", trend.points[change->from].release);
  json.member_name("commit", trend.points[change->from].commit);
  json.member("by", change->by);
  json.member("judgement", judgement_text(change->judgement));
  json.end_object();
}

void write_point(JsonWriter& json, const TrendPoint& point, const PointSummary& summary, const Trend& trend) {
  const bool measured = summary.median.has_value();
  json.begin_object();
  json.member("release", point.release);
  json.member_name("commit", point.commit);
  json.key("date");
  json.time(point.date);
  json.member("basis", point.basis);
  json.key("runs");
  json.begin_array();
  for (const double value : point.runs)
    json.number(value);
  json.end_array();
  json.member("median", summary.median);
  json.member("lowest", measured ? std::optional(summary.lowest) : std::nullopt);
  json.member("highest", measured ? std::optional(summary.highest) : std::nullopt);
  write_change(json, "from_before", summary.from_before, trend);
  write_change(json, "from_best", summary.from_best, trend);
  json.end_object();
}

}  // namespace

std::string history_document(const Tool& tool, std::span<const Trend> trends) {
  JsonWriter json;
  begin_document(json, "wvagate.history/1", tool);
  json.key("trends");
  json.begin_array();
  for (const Trend& trend : trends) {
    const metric::MetricInfo* const info = metric::find_metric(trend.metric);
    const metric::Better better = history::better_of(trend.metric);
    const auto summaries = summarize(trend, better);
    json.begin_object();
    json.member("scenario", trend.scenario);
    json.member("metric", trend.metric);
    json.member_name("unit", info == nullptr ? "" : info->unit);
    json.member("better", metric::better_text(better));
    json.key("points");
    json.begin_array();
    for (std::size_t i = 0; i < summaries.size(); ++i)
      write_point(json, trend.points[i], summaries[i], trend);
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
