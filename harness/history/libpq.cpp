#include "harness/history/libpq.hpp"

#include <string>

#include <dlfcn.h>

namespace wvagate::history {
namespace {

constexpr const char* kLibrary = "libpq.so.5";

/// Sets functions to those of the library, until one is missing.
class Loader {
 public:
  explicit Loader(void* library) : library_(library) {}

  template <typename Function>
  void set(Function& function, const char* name) {
    void* const found = library_ == nullptr ? nullptr : dlsym(library_, name);
    complete_ = complete_ && found != nullptr;
    function = reinterpret_cast<Function>(found);
  }
  bool complete() const { return complete_; }

 private:
  void* library_;
  bool complete_ = true;
};

struct Loaded {
  LibPq library{};
  std::string problem;  // empty where it could be loaded
};

Loaded load() {
  Loaded loaded;
  void* const handle = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* const why = dlerror();
    loaded.problem = why == nullptr ? "it cannot be loaded" : why;
    return loaded;
  }
  Loader loader(handle);
  LibPq& pq = loaded.library;
  loader.set(pq.connect, "PQconnectdbParams");
  loader.set(pq.finish, "PQfinish");
  loader.set(pq.status, "PQstatus");
  loader.set(pq.error_message, "PQerrorMessage");
  loader.set(pq.set_notice_processor, "PQsetNoticeProcessor");
  loader.set(pq.execute, "PQexec");
  loader.set(pq.execute_with, "PQexecParams");
  loader.set(pq.result_status, "PQresultStatus");
  loader.set(pq.error_field, "PQresultErrorField");
  loader.set(pq.rows, "PQntuples");
  loader.set(pq.is_null, "PQgetisnull");
  loader.set(pq.length, "PQgetlength");
  loader.set(pq.value, "PQgetvalue");
  loader.set(pq.clear, "PQclear");
  loader.set(pq.parse_url, "PQconninfoParse");
  loader.set(pq.free_url, "PQconninfoFree");
  loader.set(pq.free_memory, "PQfreemem");
  if (!loader.complete()) loaded.problem = std::string(kLibrary) + " lacks a function that is needed";
  return loaded;
}

}  // namespace

Result<const LibPq*> load_libpq() {
  static const Loaded loaded = load();
  if (loaded.problem.empty()) return &loaded.library;
  return Error{.where = "--store",
               .what = "PostgreSQL's client library is wanted: " + loaded.problem,
               .help = "apt-get install libpq5"};
}

}  // namespace wvagate::history
