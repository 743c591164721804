#include "analysis/sample/series.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "analysis/core/format.hpp"

namespace wvagate {
namespace {

/// The full name of each name without namespace, if there is exactly one.
std::unordered_map<std::string_view, std::string_view> full_names(const std::vector<Sample>& samples) {
  std::unordered_map<std::string_view, std::string_view> names;
  for (const Sample& sample : samples) {
    const std::string_view name = without_namespace(sample.variant);
    if (name.size() == sample.variant.size()) continue;
    const auto [entry, fresh] = names.emplace(name, sample.variant);
    if (!fresh && entry->second != sample.variant) entry->second = {};
  }
  return names;
}

/// The names that variants of several namespaces have, of logs that name the namespace apart.
std::unordered_set<std::string_view> shared_names(const std::vector<Sample>& samples) {
  std::unordered_map<std::string_view, std::string_view> spaces;
  std::unordered_set<std::string_view> shared;
  for (const Sample& sample : samples) {
    if (sample.name_space.empty()) continue;
    const auto [entry, fresh] = spaces.emplace(sample.variant, sample.name_space);
    if (!fresh && entry->second != sample.name_space) shared.insert(sample.variant);
  }
  return shared;
}

TimePoint bound_time(const TimeBound& bound, TimePoint first) {
  if (const auto* moment = std::get_if<TimePoint>(&bound)) return *moment;
  const auto span = std::get<std::chrono::nanoseconds>(bound);
  return first > TimePoint::max() - span ? TimePoint::max() : first + span;
}

void fill(std::string_view& name, std::string_view from) {
  if (name.empty()) name = from;
}

/// Gives each sample the bounds that were last logged before it in its segment, or else first after it: they
/// are configuration, and logged in few cycles.
template <typename Iterator>
void carry_bounds(Iterator begin, Iterator end) {
  Bounds known;
  std::optional<std::uint32_t> segment;
  for (Iterator at = begin; at != end; ++at) {
    Sample& sample = *at;
    if (sample.controller == ControllerKind::model_based) continue;  // it logs them in each cycle
    if (segment != sample.segment) known = {};
    segment = sample.segment;
    const auto carry = [](std::optional<double>& value, std::optional<double>& last) {
      value ? static_cast<void>(last = value) : static_cast<void>(value = last);
    };
    carry(sample.bounds.min_replicas, known.min_replicas);
    carry(sample.bounds.max_replicas, known.max_replicas);
    carry(sample.bounds.cost, known.cost);
  }
}

}  // namespace

std::optional<TimeBound> parse_time_bound(std::string_view text) {
  if (text.size() >= 2) {
    const char unit = text.back();
    const double seconds = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3600 : 0;
    const auto count = parse_number(text.substr(0, text.size() - 1));
    if (seconds > 0 && count && *count >= 0 && *count * seconds < 9e9) {
      return std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>(*count * seconds));
    }
  }
  if (text.size() > 10 && text[4] == '-') {
    if (const auto moment = parse_time(text)) return *moment;
  }
  return std::nullopt;
}

bool SampleFilter::passes(std::string_view variant, std::string_view full_name, TimePoint time,
                          TimePoint first) const {
  if (variant_glob && !matches_glob(*variant_glob, variant) && !matches_glob(*variant_glob, full_name))
    return false;
  if (since && time < bound_time(*since, first)) return false;
  return !until || time < bound_time(*until, first);
}

bool matches_glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::optional<std::size_t> star;
  std::size_t after_star = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      after_star = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star) {
      p = *star + 1;
      t = ++after_star;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

std::vector<Series> make_series(const Recording& recording, const SampleFilter& filter,
                                const LatencyPair& fallback_slo) {
  std::vector<Series> all;
  if (recording.samples.empty()) return all;
  const TimePoint first = recording.samples.front().time;
  const auto names = full_names(recording.samples);
  const auto shared = shared_names(recording.samples);
  const auto& segments = recording.facts.segments;
  std::unordered_map<std::string_view, std::size_t> index;
  for (Sample sample : recording.samples) {
    const auto full = names.find(sample.variant);
    if (full != names.end() && !full->second.empty()) sample.variant = full->second;
    if (!filter.passes(sample, first)) continue;
    if (!sample.full_name.empty() && shared.contains(sample.variant)) sample.variant = sample.full_name;
    if (sample.segment < segments.size()) sample.controller = segments[sample.segment].controller;
    for (const Latency latency : kLatencies) {
      if (!sample.slo[latency]) sample.slo[latency] = fallback_slo[latency];
    }
    const auto [entry, fresh] = index.emplace(sample.variant, all.size());
    if (fresh) {
      all.push_back(
          {.variant = sample.variant, .model = {}, .service_class = {}, .accelerator = {}, .samples = {}});
    }
    Series& series = all[entry->second];
    fill(series.model, sample.model);
    fill(series.service_class, sample.service_class);
    fill(series.accelerator, sample.accelerator);
    series.samples.push_back(std::move(sample));
  }
  for (Series& series : all) {
    std::stable_sort(series.samples.begin(), series.samples.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    carry_bounds(series.samples.begin(), series.samples.end());
    carry_bounds(series.samples.rbegin(), series.samples.rend());
  }
  return all;
}

}  // namespace wvagate
