#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/core/name_pool.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/ingest/controller_state.hpp"
#include "harness/ingest/logged_record.hpp"

namespace wvagate::ingest {

/// Takes a finished sample. Samples come in the order in which their cycles end.
using SampleHandler = std::function<void(const LoggedSample&)>;

/// Puts cycles together from the records of one controller process: each solution with its own variant's
/// observation and parameters, never with another variant's nor an earlier cycle's. An observation that no
/// solution takes becomes an unsolved sample: when its variant is observed again, when a record comes that is
/// more than some seconds younger than the end of its cycle or half a minute younger than the last
/// observation, or when the controller sees no servers, restarts, or its log ends.
///
/// Lines of several controllers that nothing tells apart may alternate in one log. What names its variant
/// stays right; but parameters that name only a model and an accelerator go to the variant that the tuner was
/// last said to work on, which may be the other controller's where both serve that model.
class CycleAssembler {
 public:
  CycleAssembler(NamePool& names, LogFacts& facts, std::uint32_t& last_segment, const SampleHandler& emit)
      : names_(names),
        facts_(facts),
        last_segment_(last_segment),
        emit_(emit),
        segment_(++last_segment),
        state_(names) {}

  // Views in what is given need not outlive the call.

  void observe(const LoggedSample& observation);
  /// All server records of one solution.
  void solve(std::span<const LoggedSolution> solutions, TimePoint time, std::string_view timestamp,
             std::uint64_t line);

  /// What the controller says besides, to be told as it comes.
  ControllerState& state() { return state_; }
  /// What reactive mode decided for a variant.
  void set_target(std::string_view variant, double replicas);

  /// The cycle is over: what it observed can still be solved by a record of nearly the same time, because
  /// lines of several controllers may be interleaved, but no longer by a later one.
  void end_cycle();
  /// Nothing that was observed holds any longer: what waits for a solution stays without one.
  void forget_observations();
  /// The controller started anew, or became leader: nothing from before holds.
  void restart();

 private:
  /// An observation that waits for its solution.
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
  LoggedSample* take_observation(const LoggedSolution& solution, TimePoint time);
  void finish(LoggedSample& sample, const LoggedSlo& targets);

  NamePool& names_;
  LogFacts& facts_;
  std::uint32_t& last_segment_;
  const SampleHandler& emit_;
  std::uint32_t segment_;
  ControllerState state_;

  PendingList pending_;                                  // in order of observation
  PendingList unused_;                                   // room for others
  NameMap<std::vector<PendingList::iterator>> by_name_;  // in pending_, likewise
  std::uint64_t last_id_ = 0;
  TimePoint last_observed_;              // the last observation's
  std::uint64_t ended_through_ = 0;      // the cycles of all pending up to this are over
  std::optional<TimePoint> last_ended_;  // youngest observation of a cycle that is over

  // Used again from call to call.
  std::vector<PendingList::iterator> earlier_;
  LoggedSample unobserved_;
};

}  // namespace wvagate::ingest
