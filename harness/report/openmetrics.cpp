#include "harness/report/openmetrics.hpp"

#include <chrono>
#include <map>
#include <string_view>

#include "analysis/core/format.hpp"
#include "analysis/metric/registry.hpp"

namespace wvagate::report {
namespace {

using history::RunSet;

/// Escapes a label's value or, alike, a help text.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else {
      if (c == '\\' || c == '"') result += '\\';
      result += c;
    }
  }
  return result;
}

std::string label(std::string_view name, std::string_view value) {
  return std::string(name) + "=\"" + escaped(value) + "\"";
}

std::string run_set_labels(const RunSet& run_set) {
  return label("scenario", run_set.scenario) + "," + label("release", run_set.release) + "," +
         label("commit", run_set.commit);
}

/// A family's name may not end as the format's own suffixes do.
std::string family_name(std::string_view metric) {
  std::string name = "wvagate_" + std::string(metric);
  for (char& c : name) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!allowed) c = '_';
  }
  for (const std::string_view reserved : {"_total", "_created", "_count", "_sum", "_bucket", "_info"}) {
    if (name.ends_with(reserved)) return name + "_value";
  }
  return name;
}

/// The metric's unit if the name ends on it, which is the only one that the format allows; else empty.
std::string_view unit_of(std::string_view family, const metric::MetricInfo& info) {
  const std::string_view unit = info.unit == "%" ? std::string_view("pct") : std::string_view(info.unit);
  return !unit.empty() && family.ends_with("_" + std::string(unit)) ? unit : std::string_view();
}

std::string head(const std::string& family, std::string_view help, std::string_view unit) {
  std::string text = "# HELP " + family + " " + escaped(help) + "\n# TYPE " + family + " gauge\n";
  if (!unit.empty()) text += "# UNIT " + family + " " + std::string(unit) + "\n";
  return text;
}

std::string dates(std::span<const RunSet> run_sets) {
  constexpr const char* kFamily = "wvagate_run_set_date_seconds";
  std::string text = head(kFamily, "when the run-set was recorded, since 1970", "seconds");
  for (const RunSet& run_set : run_sets) {
    const std::chrono::duration<double> since = run_set.date.time_since_epoch();
    text += std::string(kFamily) + "{" + run_set_labels(run_set) + "," +
            label("controller", run_set.provenance.controller) + "} " + format_fixed(since.count(), 3) + "\n";
  }
  return text;
}

}  // namespace

std::string openmetrics_text(std::span<const RunSet> run_sets) {
  std::map<std::string, std::string> samples;  // by metric
  for (const RunSet& run_set : run_sets) {
    const std::string labels = run_set_labels(run_set);
    std::size_t number = 0;
    for (const history::Run& run : run_set.runs) {
      const std::string of_run =
          "{" + labels + "," + label("run", std::to_string(++number)) + "," + label("log", run.log) + "} ";
      for (const history::Figure& figure : run.figures)
        samples[figure.metric] += family_name(figure.metric) + of_run + format_shortest(figure.value) + "\n";
    }
  }
  std::string text = dates(run_sets);
  for (const auto& [metric, lines] : samples) {
    const metric::MetricInfo* const info = metric::find_metric(metric);
    const std::string family = family_name(metric);
    text += info == nullptr ? head(family, metric, "") : head(family, info->meaning, unit_of(family, *info));
    text += lines;
  }
  return text + "# EOF\n";
}

}  // namespace wvagate::report
