#include "harness/cli/gate_page.hpp"

#include <algorithm>
#include <optional>

#include "analysis/core/format.hpp"
#include "harness/cli/drawing.hpp"
#include "harness/cli/verb.hpp"
#include "harness/gate/exhibit.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/plot/chart_comparison.hpp"
#include "harness/plot/gnuplot.hpp"
#include "harness/report/gate_html.hpp"
#include "harness/report/gate_words.hpp"

namespace wvagate::cli {
namespace {

using gate::Exhibit;

/// Findings of one scenario that one picture shows: those of an aspect and a run.
struct Group {
  plot::Aspect aspect;
  std::vector<const Exhibit*> exhibits;  ///< one at least, gravest first

  const Exhibit& first() const { return *exhibits.front(); }
  bool takes(const Exhibit& exhibit, plot::Aspect of) const {
    return aspect == of && first().scenario == exhibit.scenario && first().run == exhibit.run;
  }
};

std::vector<Group> grouped(const std::vector<Exhibit>& exhibits) {
  std::vector<Group> groups;
  for (const Exhibit& exhibit : exhibits) {
    const auto aspect = plot::aspect_of(exhibit.finding->metric);
    if (!aspect) continue;
    const auto group = std::find_if(groups.begin(), groups.end(),
                                    [&](const Group& each) { return each.takes(exhibit, *aspect); });
    if (group == groups.end()) {
      groups.push_back({.aspect = *aspect, .exhibits = {&exhibit}});
    } else {
      group->exhibits.push_back(&exhibit);
    }
  }
  return groups;
}

/// Whose latency a place is of: "itl gap".
std::optional<Latency> latency_of(const verdict::Place& place) {
  for (const Latency latency : kLatencies) {
    if (place.what.starts_with(std::string(metric::latency_text(latency)) + " ")) return latency;
  }
  return std::nullopt;
}

/// The places of the group's findings, each once.
std::vector<plot::Damage> damage_of(const Group& group) {
  std::vector<plot::Damage> all;
  for (const Exhibit* exhibit : group.exhibits) {
    for (const verdict::Place& place : exhibit->finding->where) {
      const bool known = std::any_of(all.begin(), all.end(), [&](const plot::Damage& damage) {
        return damage.span.low_min == place.start_min && damage.span.high_min == place.end_min;
      });
      if (!known) all.push_back({{.low_min = place.start_min, .high_min = place.end_min}, latency_of(place)});
    }
  }
  return all;
}

/// "itl.compliance_pct regressed: 60.7 against 78.6", and how many more.
std::string title_of(const Group& group) {
  const verdict::Finding& finding = *group.first().finding;
  std::string title = finding.metric + " " + std::string(verdict::kind_text(finding.kind));
  if (finding.value && finding.baseline)
    title += ": " + report::number_words(finding.value) + ", in the baseline " +
             report::number_words(finding.baseline);
  if (group.exhibits.size() > 1)
    title += "; and " + plural(group.exhibits.size() - 1, "metric", "metrics") + " more";
  return title;
}

std::string remark_of(const Group& group) {
  std::string metrics;
  for (const Exhibit* exhibit : group.exhibits)
    metrics += (metrics.empty() ? "" : ", ") + exhibit->finding->metric;
  const auto& recorded = group.first().recorded;
  return ingest::log_name(group.first().run->path) +
         (recorded ? " against " + ingest::log_name(recorded->path)
                   : "; the baseline's run is not at hand: --baseline-logs names where it is") +
         ": " + metrics;
}

plot::Chart chart_of(const Group& group, const std::string& name) {
  const Exhibit& exhibit = group.first();
  const auto damage = damage_of(group);
  return plot::comparison_chart({.facts = exhibit.run->recording.facts,
                                 .run = *exhibit.run->analysis,
                                 .recorded = exhibit.recorded ? &*exhibit.recorded->analysis : nullptr,
                                 .damage = damage,
                                 .title = title_of(group)},
                                group.aspect, name, plot::Format::svg);
}

}  // namespace

GatePageResult make_gate_page(const gate::Request& request, const verdict::Verdict& verdict,
                              const std::vector<std::string>& recorded,
                              const std::function<bool()>& give_up) {
  const auto exhibits = gate::gather_exhibits(request, verdict, recorded);
  const auto groups = grouped(exhibits);
  std::vector<plot::Chart> charts;
  for (const Group& group : groups)
    charts.push_back(chart_of(group, "chart_" + std::to_string(charts.size() + 1) + "_" +
                                         std::string(plot::aspect_text(group.aspect))));
  plot::Drawing drawing;
  if (!charts.empty())
    drawing = plot::draw(charts, plot::Format::svg, {.search_path = search_path(), .give_up = give_up});
  std::vector<report::GateChart> drawn;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    drawn.push_back({.scenario = groups[i].first().scenario,
                     .name = charts[i].name,
                     .title = charts[i].title,
                     .svg = drawing.pictures[charts[i].name],
                     .remark = remark_of(groups[i])});
  }
  const std::string tool_version(version());
  return {.html = report::gate_html({.verdict = verdict,
                                     .charts = drawn,
                                     .tool_version = tool_version,
                                     .without_charts = drawing.problem ? drawing.problem->what : ""}),
          .problem = drawing.problem};
}

}  // namespace wvagate::cli
