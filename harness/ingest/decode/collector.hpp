#pragma once

#include <span>
#include <string>
#include <string_view>

#include "harness/ingest/decode/log_entry.hpp"

namespace wvagate::ingest {

/// What puts something before, or around, the controller's lines while it collects them.
enum class Collector { none, timestamp, prefix, stern, cri, docker, envelope, other, count };

/// "kubectl --timestamps", "stern", …: a collector as its user knows it.
std::string_view collector_name(Collector collector);

/// A line without what its collector added.
struct CollectedLine {
  std::string_view record;  ///< the controller's own line
  std::string_view stamp;   ///< the collector's RFC 3339 time; may be empty
  std::string_view source;  ///< pod and container, or stream, whose lines belong together; may be empty
  Collector outermost = Collector::none;
  bool partial = false;  ///< the record goes on in the source's next line
};

/// How much of what collectors added is taken off.
enum class Depth {
  record,  ///< all, down to the controller's own line
  frame,   ///< the container runtime's frame: what is in it may be a piece of a longer record
};

/// Takes off what collectors added.
class CollectorStripper {
 public:
  /// `decoders`: of the forms of lines that are not taken for a collector's prefix.
  explicit CollectorStripper(std::span<const Decoder> decoders = kDecoders) : decoders_(decoders) {}

  /// Views point into `line` or into this object, until the next call.
  CollectedLine strip(std::string_view line, Depth depth = Depth::record);

 private:
  bool starts_record(std::string_view text) const { return find_decoder(decoders_, text) != nullptr; }
  std::string_view leading_stern(std::string_view text) const;
  bool strip_docker(std::string_view line, CollectedLine& collected);
  bool strip_envelope(std::string_view line, CollectedLine& collected);

  std::span<const Decoder> decoders_;
  std::string unescaped_, spare_;
  std::string docker_source_;
  std::string docker_stamp_;
};

/// True if `line` may be a piece of a record that a container runtime has cut (CRI's `P` and `F` lines, and
/// Docker's json-file). Cheap: looks at the first bytes.
bool has_runtime_frame(std::string_view line);

}  // namespace wvagate::ingest
