#include "analysis/metric/live.hpp"

#include <algorithm>
#include <utility>

#include "analysis/metric/groups.hpp"
#include "analysis/metric/prediction_error.hpp"

namespace wvagate::metric {
namespace {

LiveEvent event_at(const LiveAnalysis& live, std::size_t index, LiveEvent::Kind kind) {
  const Sample& sample = live.measured[index];
  return {.kind = kind, .time = sample.time, .sample = sample, .latency = {}, .gap = {}, .scaling = {}};
}

LiveEvent gap_event(const LiveAnalysis& live, const Gap& gap, LiveEvent::Kind kind) {
  const bool at_first = kind == LiveEvent::Kind::gap_opened;
  LiveEvent event =
      event_at(live, at_first ? gap.first : std::min(gap.last + 1, live.measured.size() - 1), kind);
  event.latency = gap.latency;
  event.gap = gap;
  return event;
}

/// Tells the gaps of one latency of which `opened` and `ended` were told.
void add_gaps(const LiveAnalysis& live, Latency latency, std::size_t& opened, std::size_t& ended,
              std::vector<LiveEvent>& events) {
  std::size_t count = 0;
  for (const Gap& gap : live.gaps) {
    if (gap.latency != latency) continue;
    if (count++ >= opened) {
      events.push_back(gap_event(live, gap, LiveEvent::Kind::gap_opened));
      opened = count;
    }
    const bool cut = gap.open && gap.last + 1 < live.measured.size();
    if (count > ended && (!gap.open || cut)) {
      events.push_back(gap_event(live, gap, cut ? LiveEvent::Kind::gap_cut : LiveEvent::Kind::gap_closed));
      ended = count;
    }
  }
  for (; opened > count; --opened) {
    LiveEvent event = event_at(live, live.measured.size() - 1, LiveEvent::Kind::gap_withdrawn);
    event.latency = latency;
    events.push_back(event);
  }
  ended = std::min(ended, opened);
}

}  // namespace

const Gap* LiveAnalysis::open_gap(Latency latency) const {
  const auto ongoing = [&](const Gap& gap) {
    return gap.latency == latency && gap.open && gap.last + 1 == measured.size();
  };
  const auto found = std::find_if(gaps.rbegin(), gaps.rend(), ongoing);
  return found == gaps.rend() ? nullptr : &*found;
}

LiveAnalysis analyze_live(const Series& series, const Policy& policy) {
  LiveAnalysis live{.measured = MeasuredSeries(series, policy), .figures = {}, .gaps = {}, .scalings = {}};
  set_overview_figures(live.measured, live.figures);
  set_compliance_figures(live.measured, live.figures);
  for (const Latency latency : kLatencies) {
    const auto gaps = find_gaps(live.measured, latency);
    if (has_target(live.measured, latency)) set_gap_figures(gaps, latency, live.figures);
    live.gaps.insert(live.gaps.end(), gaps.begin(), gaps.end());
    set_error_figures(same_cycle_errors(live.measured, latency), latency, "error", live.figures);
  }
  live.scalings = find_scaling_events(live.measured);
  return live;
}

/// A variant that was seen without its namespace keeps what was told of it when the namespace is known.
LiveEvents::Told& LiveEvents::told_of(std::string_view variant, std::span<const LiveAnalysis> all) {
  const auto known = told_.find(variant);
  if (known != told_.end()) return known->second;
  const std::string_view name = without_namespace(variant);
  const auto named = [&](const LiveAnalysis& live) { return live.measured.series().variant == name; };
  const auto before = told_.find(name);
  if (before == told_.end() || std::any_of(all.begin(), all.end(), named)) return told_[std::string(variant)];
  auto entry = told_.extract(before);
  entry.key() = variant;
  return told_.insert(std::move(entry)).position->second;
}

void LiveEvents::add_restarts(const LiveAnalysis& live, Told& told, std::vector<LiveEvent>& events) {
  // The last sample may have been logged again since.
  for (std::size_t i = std::max<std::size_t>(told.samples, 2) - 1; i < live.measured.size(); ++i) {
    if (live.measured.ends_segment(i - 1) && segments_.insert(live.measured[i].segment).second)
      events.push_back(event_at(live, i, LiveEvent::Kind::restarted));
  }
  told.samples = live.measured.size();
}

std::vector<LiveEvent> LiveEvents::update(std::span<const LiveAnalysis> all) {
  std::vector<LiveEvent> events;
  for (const LiveAnalysis& live : all) {
    if (live.measured.size() == 0) continue;
    Told& told = told_of(live.measured.series().variant, all);
    if (!std::exchange(told.seen, true)) events.push_back(event_at(live, 0, LiveEvent::Kind::variant_seen));
    add_restarts(live, told, events);
    for (; told.scalings < live.scalings.size(); ++told.scalings) {
      const ScalingEvent& scaling = live.scalings[told.scalings];
      events.push_back(event_at(live, scaling.index, LiveEvent::Kind::scaled));
      events.back().scaling = scaling;
    }
    told.scalings = std::min(told.scalings, live.scalings.size());
    for (const Latency latency : kLatencies) {
      const auto l = static_cast<std::size_t>(latency);
      add_gaps(live, latency, told.opened[l], told.ended[l], events);
    }
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const LiveEvent& a, const LiveEvent& b) { return a.time < b.time; });
  return events;
}

}  // namespace wvagate::metric
