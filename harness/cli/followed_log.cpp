#include "harness/cli/followed_log.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/metric/live.hpp"
#include "harness/cli/live_input.hpp"
#include "harness/cli/live_screen.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/report/live_text.hpp"

namespace wvagate::cli {
namespace {

using Duration = LiveInput::Clock::duration;

constexpr Duration kRedraw = std::chrono::milliseconds(250);
constexpr Duration kTick = std::chrono::seconds(1);  // of the seconds shown
constexpr int kRest = 10;  // an analysis is followed by ten times its duration without one

/// Shows what a log says while it is read.
///
/// The samples are kept, as for every analysis, and analysed anew where more have come: four times a second
/// at most, and for no more than a tenth of the time however many they are. So what is shown is computed by
/// the code that computes the report.
class Watch final : public LiveInput {
 public:
  Watch(const run::LoadedLog& log, const SampleFilter& filter, const Policy& policy,
        const LatencyPair& fallback_slo, const Console& console, HeldSignals& signals)
      : LiveInput(console, &signals),
        log_(log),
        filter_(filter),
        policy_(policy),
        fallback_slo_(fallback_slo) {
    if (console.has_screen()) screen_.emplace(console);
  }

  void tell(const std::string& path, std::string_view what) override {
    if (!screen_) return LiveInput::tell(path, what);
    notice_ = escape_for_terminal(path) + ": " + std::string(what);
    drawn_ = {};
  }

  /// Tells what is left to be told at the end.
  void finish() {
    if (!screen_) tell_events();
    screen_.reset();
  }

 protected:
  std::optional<Clock::time_point> between_reads(bool idle) override {
    const auto now = Clock::now();
    const std::uint64_t bytes = log_.recording.facts.bytes;
    if (std::exchange(bytes_, bytes) != bytes) last_bytes_ = now;
    return screen_ ? keep_screen(now) : keep_telling(idle, now);
  }

  bool obey(int signal) override {
    if (signal == SIGWINCH) {
      drawn_ = {};
      return true;
    }
    if (signal == SIGTSTP) {
      screen_->leave();
      ::raise(SIGSTOP);
      screen_->enter();
      drawn_ = {};
      return true;
    }
    return LiveInput::obey(signal);
  }

 private:
  /// Events are told where the log pauses: what it held already is told as it came out in the end.
  std::optional<Clock::time_point> keep_telling(bool idle, Clock::time_point now) {
    if (!idle || !stale()) return std::nullopt;
    if (now >= next_analysis_) tell_events();
    return next_analysis_;
  }

  std::optional<Clock::time_point> keep_screen(Clock::time_point now) {
    const bool news = stale() || bytes_ != drawn_bytes_;
    const auto due = drawn_ + (news ? kRedraw : kTick);
    if (now < due) return due;
    if (stale() && now >= next_analysis_) analyze();
    report::LiveStatus status{.quiet = {}, .notice = notice_};
    if (last_bytes_) status.quiet = std::chrono::floor<std::chrono::seconds>(now - *last_bytes_);
    screen_->draw(report::live_screen(log_.recording.facts, status, analyses_, console().screen_size(),
                                      console().colour()));
    drawn_ = now;
    drawn_bytes_ = bytes_;
    return now + (stale() ? kRedraw : kTick);
  }

  bool stale() const { return log_.recording.samples.size() != analysed_; }

  void analyze() {
    const auto begun = Clock::now();
    analysed_ = log_.recording.samples.size();
    series_ = make_series(log_.recording, filter_, fallback_slo_);
    analyses_.clear();
    for (const Series& series : series_) {
      auto live = metric::analyze_live(series, policy_);
      if (live.measured.size() > 0) analyses_.push_back(std::move(live));
    }
    const auto now = Clock::now();
    next_analysis_ = now + std::max(kRedraw, kRest * (now - begun));
  }

  void tell_events() {
    analyze();
    std::string lines;
    for (const auto& event : events_.update(analyses_))
      lines += report::event_line(event);
    print(lines);
  }

  const run::LoadedLog& log_;
  const SampleFilter& filter_;
  const Policy& policy_;
  const LatencyPair& fallback_slo_;
  std::optional<LiveScreen> screen_;
  std::string notice_;
  std::size_t analysed_ = 0;  // samples
  std::vector<Series> series_;
  std::vector<metric::LiveAnalysis> analyses_;
  metric::LiveEvents events_;
  std::uint64_t bytes_ = 0;
  std::optional<Clock::time_point> last_bytes_;  // when they came
  Clock::time_point drawn_;                      // when the screen was
  std::uint64_t drawn_bytes_ = 0;
  Clock::time_point next_analysis_;
};

}  // namespace

Result<run::LoadedLog> follow_log(const std::string& path, const SampleFilter& filter, const Policy& policy,
                                  const LatencyPair& fallback_slo, const Console& console) {
  run::LoadedLog log{.path = path, .recording = {}, .series = {}};
  HeldSignals signals = console.has_screen() ? HeldSignals{SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP}
                                             : HeldSignals{SIGINT, SIGTERM, SIGHUP};
  Watch watch(log, filter, policy, fallback_slo, console, signals);
  const auto read =
      run::load_recording(path, log.recording, {.waiter = &watch, .follow = true, .census = true});
  watch.finish();
  if (!read) return read.error();
  if (!watch.output()) return watch.output().error();
  return run::with_series(std::move(log), filter, fallback_slo);
}

}  // namespace wvagate::cli
