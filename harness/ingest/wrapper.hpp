#pragma once

#include <string>
#include <string_view>

namespace wvagate::ingest {

/// What stands round a record, from how the log was collected.
enum class Wrapper { none, timestamp, prefix, stern, cri, docker, other, count };

/// "kubectl logs --timestamps", "stern", …: a wrapper as its user knows it.
std::string_view wrapper_name(Wrapper wrapper);

/// What Docker's json-file has round a line; empty without it.
struct DockerFrame {
  std::string_view log, time;  ///< members as they are written, with escapes
  std::string_view text;       ///< what `log` spells
};

/// A line taken apart.
struct Peeled {
  std::string_view record;  ///< the controller's own line
  std::string_view stamp;   ///< the collector's RFC 3339 time; may be empty
  std::string_view source;  ///< pod and container, or stream, whose lines belong together; may be empty
  Wrapper outermost = Wrapper::none;
  bool partial = false;  ///< the record goes on in the source's next line
  DockerFrame docker;
};

/// How far a line is peeled.
enum class Depth {
  record,  ///< to the controller's own line
  frame,   ///< out of the container runtime's frame: what is in it may be a piece of a longer record
};

/// Peels wrappers off lines and joins records that the container runtime cut into several lines.
class Unwrapper {
 public:
  /// `line` without its wrappers. Views point into `line` or into this object, until the next call.
  Peeled peel(std::string_view line, Depth depth = Depth::record);

 private:
  bool peel_docker(std::string_view line, Peeled& peeled);

  std::string unescaped_, spare_;
  std::string docker_source_;
  std::string docker_stamp_;
};

/// True where `line` may be a piece of a record that a container runtime has cut (CRI's `P` and `F` lines,
/// and Docker's json-file). Cheap: looks at the first bytes.
bool has_runtime_frame(std::string_view line);

/// A klog line ("I1118 18:12:14.661111 …"), as Kubernetes' libraries print.
bool is_klog(std::string_view record);

}  // namespace wvagate::ingest
