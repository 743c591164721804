#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/core/name_pool.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/ingest/assemble/controller_state.hpp"
#include "harness/ingest/records/event.hpp"

namespace wvagate::ingest {

/// Joins what was observed with what was forecast: each forecast with its own variant's observation and
/// parameters, never with another variant's nor an earlier cycle's. An observation that no forecast takes
/// becomes an unsolved sample: when its variant is observed again, when a record comes that is more than some
/// seconds younger than the end of its cycle or half a minute younger than the last observation, or when the
/// controller sees no servers, restarts, or its log ends.
///
/// Lines of several controllers that nothing distinguishes may alternate in one log. What names its variant
/// stays right; but parameters that name only a model and an accelerator go to the variant that the tuner was
/// last reported to work on, which may be the other controller's if both serve that model.
class ObservationJoin {
 public:
  /// Takes a finished sample, in the order in which they are finished.
  using Finished = std::function<void(LoggedSample&)>;

  ObservationJoin(NamePool& names, LogFacts& facts, ControllerState& state, Finished finished)
      : names_(names), facts_(facts), state_(state), finished_(std::move(finished)) {}

  // Views in what is passed need not outlive the call.

  void observe(const LoggedSample& observation, std::uint32_t cycle);
  /// One server's record of a solution; those of one solution are registered by name before the first.
  void solve(const LoggedForecast& solved, const Stamp& stamp, std::uint32_t cycle);

  /// The observation of this name that waits in the cycle; nullptr if there is none.
  LoggedSample* find(std::string_view name, std::uint32_t cycle);
  /// Calls `look` with each observation of the cycle that waits.
  template <typename Look>
  void for_each(std::uint32_t cycle, const Look& look) {
    for (Pending& pending : pending_) {
      if (pending.logged.sample.cycle == cycle) look(pending.logged);
    }
  }

  /// The cycle is over: what it observed can still be solved by a record of nearly the same time, because
  /// lines of several controllers may be interleaved, but no longer by a later one.
  void end_cycle();
  /// Nothing that was observed holds any longer: what waits for a forecast stays without one.
  void forget_observations();

 private:
  /// An observation that waits for its forecast.
  struct Pending {
    LoggedSample logged;
    std::uint64_t id = 0;  // grows with the log
    bool ended = false;    // its cycle is over
  };
  using PendingList = std::list<Pending>;

  std::span<const PendingList::iterator> named(std::string_view name);
  LoggedSample& take(PendingList::iterator pending);
  void release(PendingList::iterator pending);
  void release_old(TimePoint now);
  void release_earlier(std::string_view variant, TimePoint now);
  LoggedSample* take_observation(const LoggedForecast& solution, TimePoint time);
  LoggedSample* take_only_one(const LoggedForecast& solution);
  void finish(LoggedSample& sample, const LoggedSlo& targets);

  NamePool& names_;
  LogFacts& facts_;
  ControllerState& state_;
  Finished finished_;

  PendingList pending_;                                  // in order of observation
  PendingList unused_;                                   // nodes to be used again
  NameMap<std::vector<PendingList::iterator>> by_name_;  // in pending_, in order
  std::uint64_t last_id_ = 0;
  TimePoint last_observed_;              // the last observation's
  std::uint64_t ended_through_ = 0;      // the cycles of all pending up to this are over
  std::optional<TimePoint> last_ended_;  // youngest observation of a cycle that is over

  // Used again from call to call.
  std::vector<PendingList::iterator> earlier_;
  LoggedSample unobserved_;
};

}  // namespace wvagate::ingest
