#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "analysis/core/time.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/ingest/cycle_assembler.hpp"
#include "harness/ingest/fault.hpp"
#include "harness/ingest/logged_record.hpp"
#include "harness/ingest/marker.hpp"

namespace wvagate::ingest {

/// A timestamp, understood; absent where it is none that can be.
inline std::optional<TimePoint> understood(std::string_view timestamp) {
  return decltype(SampleDigits::timestamp)::fits(timestamp) ? parse_time(timestamp) : std::nullopt;
}

/// A marker line, unwrapped and taken apart.
struct LogRecord {
  std::string_view message;    ///< zap's msg with escapes resolved; a klog line as it is
  std::string_view object;     ///< all of the JSON object; empty for klog
  std::string_view timestamp;  ///< as written, by zap or by the collector
  MarkerSet markers;
  ParsedRecord& parsed;  ///< to be filled in

  std::optional<TimePoint> time() const { return understood(timestamp); }
};

/// What a dialect made of a record. It depends on the record's text alone, and on that a number stands there,
/// not on which: what depends on a number's value is for `apply`.
struct Reading {
  enum class Kind { not_mine, used, malformed };
  /// Brings what the record said into the cycle.
  using Apply = void (*)(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle);

  Kind kind = Kind::not_mine;
  std::optional<Fault> fault;       ///< of a malformed one
  Apply apply = nullptr;            ///< to be called, whatever the kind, where there is one
  bool observation = false;         ///< the record held observed values: it tells the log's dialect
  bool timed = false;               ///< the record had to have a time
  std::string_view timestamp = {};  ///< the record's own, where it has one beside the line's

  static Reading used(Apply apply) { return {.kind = Kind::used, .fault = {}, .apply = apply}; }
  static Reading observed(Apply apply) {
    return {.kind = Kind::used, .fault = {}, .apply = apply, .observation = true, .timed = true};
  }
  static Reading malformed(Fault fault, Apply apply = nullptr) {
    return {.kind = Kind::malformed, .fault = std::move(fault), .apply = apply};
  }
};

/// One form of controller log. Adding one takes a file with its reader and a line in kDialects.
struct Dialect {
  std::string_view name;
  std::string_view expects;  ///< what its observations look like, for `doctor`
  Reading (*read)(const LogRecord& record);
};

Reading read_shared(const LogRecord& record);
Reading read_text(const LogRecord& record);
Reading read_json(const LogRecord& record);
Reading read_capacity(const LogRecord& record);
Reading read_structured(const LogRecord& record);
Reading read_metrics(const LogRecord& record);

/// The first dialect that does not call a record `not_mine` has it.
inline constexpr Dialect kDialects[] = {
    {"text",
     "msg \"System data prepared for optimization: - { servers: [ {  name: …, class: …, currentAlloc: {…} } "
     "]}\"",
     read_text},
    {"json",
     "msg \"Metrics collected for VA: variant=…, replicas=…, ttft=…ms, itl=…ms, maxBatch=…, arrivalRate=…\"",
     read_json},
    {"capacity", "msg \"Metrics collected for VA: variant=…, replicas=…, ttft=…ms, itl=…ms, cost=…\"",
     read_capacity},
    {"structured",
     "msg \"System data prepared for optimization\" with the payload in the fields servers and models",
     read_structured},
    {"metrics", R"({"optimizationMetrics":{"itlAverage":12.5,"ttftAverage":850,"rate":45.2,…}})",
     read_metrics},
    {"shared", "records that several dialects print alike: solutions, parameters, SLOs, cycle ends",
     read_shared},
};

}  // namespace wvagate::ingest
