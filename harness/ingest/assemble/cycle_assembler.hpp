#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analysis/core/name_pool.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/ingest/assemble/controller_state.hpp"
#include "harness/ingest/assemble/liveness.hpp"
#include "harness/ingest/assemble/log_sink.hpp"
#include "harness/ingest/assemble/observation_join.hpp"
#include "harness/ingest/records/event.hpp"

namespace wvagate::ingest {

/// What all assemblers of one log share.
struct LogState {
  NamePool& names;
  LogFacts& facts;
  const LogSink& sink;
  std::uint32_t last_segment = 0;
  bool stopped = false;  ///< the sink wants no more
};

/// Puts cycles together from the events of one controller process. A cycle is what lies between its begin and
/// its end in the log, not within a second. Its samples, one a variant, and its claims are given when it
/// ends; one that is cut by the next begin, a restart or the log's end is given as far as it goes.
///
/// An observation that waits for a forecast may outlast its cycle (ObservationJoin).
class CycleAssembler {
 public:
  explicit CycleAssembler(LogState& log);

  /// Views in `event` and `stamp` need not outlive the call.
  void apply(const Event& event, const Stamp& stamp);
  /// The log is at its end.
  void finish();
  /// Of the segment that the log is in.
  std::uint32_t segment_number() const { return segment_; }

 private:
  /// Which record a sample's time and line are of: the later in this list, the better.
  enum class Source : std::uint8_t { other, claim, final_decision, optimizer_decision, observation };
  /// A sample of this cycle.
  struct CycleSample {
    LoggedSample logged;
    Source source = Source::other;
    std::uint64_t last_named = 0;  // grows with the log
  };
  /// A model in this cycle.
  struct Model {
    std::string_view model, name_space;
    bool saturation_absent = false;
    std::string_view held, overridden_by;  // why; what overrode its decisions
    std::optional<ReactiveAnalysis> reactive;
    std::vector<std::size_t> claims;  // in claims_, of each analyzer the first row
  };
  /// What is remembered of a variant from cycle to cycle.
  struct Variant {
    std::string_view model, accelerator, scale_target;
    Bounds bounds;
    std::uint32_t bounds_cycle = 0;  // in which they were logged
  };

  // One for each kind of event.
  void on(const ControllerStarted& event, const Stamp& stamp);
  void on(const CycleBegan& event, const Stamp& stamp);
  void on(const CycleEnded& event, const Stamp& stamp);
  void on(const ModelBegan& event, const Stamp& stamp);
  void on(const NoServers& event, const Stamp& stamp);
  void on(const Observed& event, const Stamp& stamp);
  void on(const PodObserved& event, const Stamp& stamp);
  void on(const ReplicasCounted& event, const Stamp& stamp);
  void on(const VariantNamed& event, const Stamp& stamp);
  void on(const Forecasted& event, const Stamp& stamp);
  void on(const VariantParametersNamed& event, const Stamp& stamp);
  void on(const ModelParametersNamed& event, const Stamp& stamp);
  void on(const ModelTargetsNamed& event, const Stamp& stamp);
  void on(const VariantTargetsNamed& event, const Stamp& stamp);
  void on(const Tuned& event, const Stamp& stamp);
  void on(const Claimed& event, const Stamp& stamp);
  void on(const SaturationAbsent& event, const Stamp& stamp);
  void on(const ReactivelyAnalyzed& event, const Stamp& stamp);
  void on(const Mismatched& event, const Stamp& stamp);
  void on(const WindowCleared& event, const Stamp& stamp);
  void on(const ThroughputFitted& event, const Stamp& stamp);
  void on(const QueueingTuned& event, const Stamp& stamp);
  void on(const TargetsInferred& event, const Stamp& stamp);
  void on(const OptimizerDecided& event, const Stamp& stamp);
  void on(const VariantOfModel& event, const Stamp& stamp);
  void on(const OptimizerNamed& event, const Stamp& stamp);
  void on(const Decided& event, const Stamp& stamp);
  void on(const ReasonNamed& event, const Stamp& stamp);
  void on(const Overridden& event, const Stamp& stamp);
  void on(const ScaledFromZero& event, const Stamp& stamp);
  void on(const ReplicasEmitted& event, const Stamp& stamp);
  void on(const Held& event, const Stamp& stamp);
  void on(const BoundsLeaked& event, const Stamp& stamp);

  void begin_unmarked(TimePoint time);
  Segment& segment() { return log_.facts.segments[segment_]; }
  static Decision& decision_of(LoggedSample& logged);
  static void set_queueing_parameters(LoggedSample& logged, const std::array<LoggedNumber, 3>& parameters);
  bool repeats_claim(const Model& of, const LoggedClaim& row) const;
  bool repeats_mismatch(const LoggedMismatch& row) const;
  ThroughputModel* throughput_of(const VariantName& name, std::string_view model_name, const Stamp& stamp);

  void note_bounds(Variant& known, const Bounds& logged) const;
  Variant& variant(std::string_view name, std::string_view name_space);
  Model& model(std::string_view name, std::string_view name_space);
  CycleSample* find_sample(const VariantName& name);
  LoggedSample* sample_of(const VariantName& name, Source source, const Stamp& stamp);
  void add_sample(LoggedSample& finished);
  std::string_view remembered_namespace(std::string_view name) const;
  void remember_namespace(const Sample& sample);

  void name_model(Sample& sample);
  void add_model_figures(Sample& sample);
  void attach_pods(LoggedSample& logged);
  void find_owners();
  void give(CycleSample& cycle_sample, bool whole);
  void give_claims();
  void flush(bool whole);

  LogState& log_;
  NamePool& names_;
  std::uint32_t segment_;
  ControllerState state_;
  ObservationJoin join_;
  Liveness liveness_;
  std::unordered_map<std::string, Variant> variants_;  // by NAME:NAMESPACE
  Variant overflow_;
  std::unordered_map<std::string_view, std::string_view> namespaces_;  // by bare name; empty: several
  std::uint64_t named_ = 0;

  // Of the cycle.
  std::uint32_t cycle_ = 0;  // 0 before the first begin
  bool open_ = false;        // between its begin and its end
  TimePoint last_time_;      // of what came last outside of one
  std::deque<CycleSample> samples_;
  std::unordered_multimap<std::string_view, std::size_t> by_name_;  // in samples_, by bare name
  std::unordered_set<std::string_view> given_;                      // bare names whose samples are out
  std::vector<LoggedClaim> claims_;
  std::vector<LoggedMismatch> mismatches_;
  std::vector<Model> models_;
  std::unordered_multimap<std::string_view, std::size_t> models_of_;  // in models_, by name
  std::vector<PodObserved> pods_;
  std::unordered_map<std::string_view, std::size_t> pod_index_;             // in pods_, by instance
  std::unordered_map<std::string_view, std::vector<std::size_t>> pods_of_;  // by owner: find_owners()
  std::string_view optimizer_;
  std::string_view model_in_progress_, namespace_in_progress_;
  std::string_view queueing_in_progress_;    // variant of the queueing-model analyzer's last line
  std::optional<std::string> last_decided_;  // bare name of the variant of the last decision line
};

}  // namespace wvagate::ingest
