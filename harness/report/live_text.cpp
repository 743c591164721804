#include "harness/report/live_text.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/core/format.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using metric::Gap;
using metric::LiveAnalysis;
using metric::LiveEvent;
using metric::metric_name;
using enum TextTable::Align;

constexpr std::size_t kVariantLines = 1 + std::size(kLatencies);
constexpr std::size_t kMostGaps = 8;

std::string_view event_name(LiveEvent::Kind kind) {
  switch (kind) {
    case LiveEvent::Kind::variant_seen:
      return "variant_seen";
    case LiveEvent::Kind::restarted:
      return "restarted";
    case LiveEvent::Kind::scaled:
      return "scaled";
    case LiveEvent::Kind::gap_opened:
      return "gap_opened";
    case LiveEvent::Kind::gap_closed:
      return "gap_closed";
    case LiveEvent::Kind::gap_cut:
      return "gap_cut";
    case LiveEvent::Kind::gap_withdrawn:
      return "gap_withdrawn";
  }
  return "";
}

std::string one_word(std::string_view name) {
  std::string word;
  for (const char c : escape_for_terminal(name)) {
    if (c == ' ') {
      word += "\\x20";
    } else {
      word += c;
    }
  }
  return word;
}

std::string number(std::optional<double> value) {
  return value ? format_shortest(*value) : "-";
}

std::string upper_name(Latency latency) {
  return latency == Latency::itl ? "ITL" : "TTFT";
}

std::string lower_name(Latency latency) {
  return latency == Latency::itl ? "itl" : "ttft";
}

/// "10-20 16:33" of a time.
std::string day_and_minute(TimePoint time) {
  std::string text = format_time(time).substr(5, 11);
  text[5] = ' ';
  return text;
}

/// `text`, which has no colours, in at most `columns` columns.
std::string fitted(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  return columns == 0 ? "" : shorten(text, columns - 1);
}

/// The variant's name and replicas; the name gives way.
std::string variant_line(const LiveAnalysis& live, std::size_t columns) {
  const Sample& last = live.measured[live.measured.size() - 1];
  const std::string state = "  replicas " + number(running_replicas(last)) + "→" +
                            number(wanted_replicas(last)) + "  " +
                            format_fixed(observation_in(last).load.rate_rpm, 1) + " rpm";
  const std::size_t room = columns > display_width(state) ? columns - display_width(state) : 0;
  return fitted(escape_for_terminal(last.variant), std::max<std::size_t>(room, 8)) + state;
}

/// What is said of a latency, a cell a column, the most important first.
std::vector<std::string> latency_cells(const LiveAnalysis& live, Latency latency) {
  const Sample& last = live.measured[live.measured.size() - 1];
  const auto observed = live.measured.observed(live.measured.size() - 1, latency);
  const auto& slo = last.slo[latency];
  const auto figure = [&](std::string_view name) { return live.figures.get(metric_name(latency, name)); };
  const auto suffixed = [](std::string text, std::string_view suffix) {
    return text == "-" ? text : text.append(suffix);
  };
  std::string state = observed && slo ? "within" : "-";
  if (const Gap* gap = live.open_gap(latency))
    state = "over for " + format_fixed(gap->duration.policy_min, 1) + " min";
  std::string gaps = format_fixed(figure("gaps.count"), 0);
  if (figure("gaps.count").value_or(0) > 0)
    gaps += " in " + format_fixed(figure("gaps.total_min"), 1) + " min";
  return {upper_name(latency),
          format_fixed(observed, 2),
          number(slo),
          state,
          suffixed(format_fixed(figure("compliance_pct"), 1), " %"),
          gaps,
          format_fixed(figure("error.mean_ms"), 2),
          format_fixed(figure("error.mae_ms"), 2)};
}

/// The rows of all latencies of `shown`, after their header, with as many columns as have room.
std::vector<std::string> latency_lines(std::span<const LiveAnalysis* const> shown, std::size_t columns) {
  const std::vector<std::string> header = {"",          "now ms", "SLO ms",     "state",
                                           "compliant", "gaps",   "mean error", "abs error ms"};
  const std::vector<TextTable::Align> alignment = {left, right, right, left, right, left, right, right};
  std::vector<std::string> lines;
  for (std::size_t count = header.size(); count >= 4; --count) {
    const auto cut = [&](auto cells) {
      cells.resize(count);
      return cells;
    };
    TextTable table(cut(header), cut(alignment));
    for (const LiveAnalysis* live : shown) {
      for (const Latency latency : kLatencies)
        table.add_row(cut(latency_cells(*live, latency)));
    }
    const std::string text = table.text(2);
    lines.clear();
    std::size_t widest = 0;
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
      lines.push_back(text.substr(begin, text.find('\n', begin) - begin));
      widest = std::max(widest, display_width(lines.back()));
    }
    if (widest <= columns) break;
  }
  return lines;
}

bool in_gap(const LiveAnalysis& live) {
  return live.open_gap(Latency::itl) != nullptr || live.open_gap(Latency::ttft) != nullptr;
}

/// The variants that have room: all in their order, or those in most trouble.
std::vector<const LiveAnalysis*> choose(std::span<const LiveAnalysis> all, std::size_t room) {
  std::vector<const LiveAnalysis*> chosen;
  for (const LiveAnalysis& live : all)
    chosen.push_back(&live);
  if (chosen.size() <= room) return chosen;
  const auto trouble = [](const LiveAnalysis* live) {
    const double itl = live->figures.get("itl.compliance_pct").value_or(100);
    const double ttft = live->figures.get("ttft.compliance_pct").value_or(100);
    return std::pair(!in_gap(*live), std::min(itl, ttft));
  };
  std::stable_sort(chosen.begin(), chosen.end(),
                   [&](const auto* a, const auto* b) { return trouble(a) < trouble(b); });
  chosen.resize(room);
  return chosen;
}

struct EndedGap {
  const LiveAnalysis* live;
  const Gap* gap;
  TimePoint end;
};

/// The gaps that have ended, the latest first.
std::vector<EndedGap> ended_gaps(std::span<const LiveAnalysis> all) {
  std::vector<EndedGap> ended;
  for (const LiveAnalysis& live : all) {
    for (const Gap& gap : live.gaps) {
      if (!gap.open) ended.push_back({&live, &gap, live.measured[gap.last + 1].time});
    }
  }
  std::stable_sort(ended.begin(), ended.end(),
                   [](const EndedGap& a, const EndedGap& b) { return a.end > b.end; });
  return ended;
}

std::string ended_gap_line(const EndedGap& ended) {
  const Gap& gap = *ended.gap;
  return "  " + day_and_minute(ended.live->measured[gap.first].time) + "  " + upper_name(gap.latency) + " " +
         format_fixed(gap.duration.policy_min, 1) + " min, peak " + format_fixed(gap.peak_ms, 2) + " ms, " +
         std::string(metric::cause_text(gap.cause)) + "  " +
         escape_for_terminal(ended.live->measured.series().variant);
}

/// Lines that fit a screen.
class Screen {
 public:
  Screen(ScreenSize size, Colour colour) : size_(size), colour_(colour) {}

  using Style = std::string (*)(std::string_view, Colour);
  void add(std::string_view text, Style style = nullptr) {
    if (lines_.size() >= size_.rows) return;
    const std::string line = fitted(text, size_.columns);
    lines_.push_back(style == nullptr ? line : style(line, colour_));
  }
  std::size_t room() const { return size_.rows - lines_.size(); }
  ScreenSize size() const { return size_; }
  std::vector<std::string> take() && { return std::move(lines_); }

 private:
  ScreenSize size_;
  Colour colour_;
  std::vector<std::string> lines_;
};

void add_head(Screen& screen, const LogFacts& facts, const LiveStatus& status,
              std::span<const LiveAnalysis> all) {
  std::size_t samples = 0;
  std::optional<TimePoint> last;
  for (const LiveAnalysis& live : all) {
    samples += live.measured.series().samples.size();
    const TimePoint time = live.measured[live.measured.size() - 1].time;
    last = std::max(last.value_or(time), time);
  }
  screen.add(escape_for_terminal(facts.name) + "  " + plural(facts.lines.total, "line", "lines") + ": " +
                 std::to_string(facts.lines.used) + " used, " + std::to_string(facts.lines.ignored) +
                 " ignored, " + std::to_string(facts.lines.malformed_total()) + " malformed",
             bold);
  std::string line = plural(samples, "sample", "samples") + " of " +
                     plural(all.size(), "variant", "variants") + ", " +
                     plural(facts.restarts, "start or election", "starts and elections");
  if (last) line += "; last " + format_time(*last).substr(0, 19) + "Z";
  if (status.quiet && status.quiet->count() > 0)
    line += "; quiet for " + std::to_string(status.quiet->count()) + " s";
  screen.add(line);
  if (!status.notice.empty()) screen.add(status.notice, warn);
}

void add_variants(Screen& screen, std::span<const LiveAnalysis> all, std::size_t lines) {
  const bool fits = lines >= 1 + kVariantLines * all.size();
  const std::size_t room = fits ? all.size() : lines > 2 ? (lines - 2) / kVariantLines : 0;
  const auto shown = choose(all, room);
  if (!shown.empty()) {
    const auto rows = latency_lines(shown, screen.size().columns);
    screen.add(rows.front(), faint);
    auto row = rows.begin() + 1;
    for (const LiveAnalysis* live : shown) {
      screen.add(variant_line(*live, screen.size().columns), bold);
      for (const Latency latency : kLatencies)
        screen.add(*row++, live->open_gap(latency) != nullptr ? bad : nullptr);
    }
  }
  const std::size_t hidden = all.size() - shown.size();
  if (hidden == 0) return;
  const auto troubled = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), in_gap)) -
                        static_cast<std::size_t>(std::count_if(
                            shown.begin(), shown.end(), [](const auto* live) { return in_gap(*live); }));
  screen.add("not shown: " + plural(hidden, "variant", "variants") + ", " + std::to_string(troubled) +
                 " over an SLO",
             troubled > 0 ? bad : warn);
}

}  // namespace

std::string event_line(const LiveEvent& event) {
  const Sample& sample = event.sample;
  std::string line = format_time(event.time) + " " + std::string(event_name(event.kind));
  const auto add = [&](std::string_view key, std::string_view value) {
    line.append(" ").append(key).append("=").append(value);
  };
  add("variant", one_word(sample.variant));
  if (event.latency) add("latency", lower_name(*event.latency));
  switch (event.kind) {
    case LiveEvent::Kind::variant_seen:
      add("model", one_word(sample.model));
      add("accelerator", one_word(sample.accelerator));
      add("slo_itl_ms", number(sample.slo.itl));
      add("slo_ttft_ms", number(sample.slo.ttft));
      break;
    case LiveEvent::Kind::scaled:
      add("from", number(event.scaling->from));
      add("to", number(event.scaling->to));
      add("rate_rpm", number(event.scaling->rate_rpm));
      break;
    case LiveEvent::Kind::gap_opened:
      add("observed_ms", number(observation_in(sample).latency[*event.latency]));
      add("slo_ms", number(event.gap->threshold_ms));
      add("replicas", number(running_replicas(sample)));
      add("wanted", number(wanted_replicas(sample)));
      break;
    case LiveEvent::Kind::gap_closed:
    case LiveEvent::Kind::gap_cut:
      add("lasted_min", format_fixed(event.gap->duration.policy_min, 1));
      add("peak_ms", number(event.gap->peak_ms));
      add("cause", metric::cause_text(event.gap->cause));
      break;
    case LiveEvent::Kind::restarted:
    case LiveEvent::Kind::gap_withdrawn:
      break;
  }
  add("line", std::to_string(sample.line));
  return line + "\n";
}

std::vector<std::string> live_screen(const LogFacts& facts, const LiveStatus& status,
                                     std::span<const LiveAnalysis> all, ScreenSize size, Colour colour) {
  Screen screen(size, colour);
  add_head(screen, facts, status, all);
  if (all.empty()) screen.add("no sample yet: a cycle takes about a minute");

  // What is left goes to the variants first, then to the gaps that have ended, then to empty lines.
  const std::size_t variants = all.empty() ? 0 : 1 + kVariantLines * all.size();
  const std::size_t footer = screen.room() > variants ? 1 : 0;
  if (screen.room() > variants + footer) screen.add("");
  if (!all.empty()) add_variants(screen, all, screen.room() - footer);
  const auto ended = ended_gaps(all);
  if (!ended.empty() && screen.room() > footer + 2) {
    screen.add("");
    screen.add("Last gaps", faint);
    const std::size_t count = std::min({ended.size(), screen.room() - footer, kMostGaps});
    for (std::size_t i = 0; i < count; ++i)
      screen.add(ended_gap_line(ended[i]));
  }
  if (footer > 0 && screen.room() > 1) screen.add("");
  if (footer > 0) screen.add("Ctrl-C ends it with the whole report", faint);
  return std::move(screen).take();
}

}  // namespace wvagate::report
