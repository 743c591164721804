#include "harness/store/experiment_directory.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <unistd.h>

#include "harness/store/file.hpp"

namespace wvagate::store {
namespace {

namespace fs = std::filesystem;

Error output_error(const fs::path& path, const std::string& what, const std::string& help = {}) {
  return {.kind = ErrorKind::output, .where = path.string(), .what = what, .help = help};
}

/// Removes what is half written unless it was kept.
class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(fs::path path) : path_(std::move(path)) {}
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }
  void keep() { path_.clear(); }

 private:
  fs::path path_;
};

Status fill(const fs::path& root, const DirectoryContent& content) {
  std::error_code error;
  for (const auto& [name, text] : content.files) {
    fs::create_directories((root / name).parent_path(), error);
    if (error) return output_error((root / name).parent_path(), "cannot be made: " + error.message());
    if (auto status = write_new_file((root / name).string(), text); !status) return status;
  }
  for (const auto& [name, source] : content.copies) {
    fs::create_directories((root / name).parent_path(), error);
    if (!error) fs::copy_file(source, root / name, error);
    if (error) return output_error(root / name, "cannot be copied from " + source + ": " + error.message());
  }
  return {};
}

}  // namespace

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

Status write_directory(const std::string& path, const DirectoryContent& content, bool force) {
  // A slash at the end names the same directory.
  const fs::path target(path.substr(0, path.find_last_not_of('/') + 1));
  std::error_code error;
  if (exists(path) && !force) {
    return output_error(target, "is there already", "give another directory, or --force to replace this one");
  }
  const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
  fs::create_directories(parent, error);
  if (error) return output_error(parent, "cannot be made: " + error.message());

  std::string pattern = (parent / ("." + target.filename().string() + ".XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return output_error(parent, std::string("cannot be written to: ") + std::strerror(errno));
  }
  TemporaryDirectory temporary{fs::path(pattern)};
  fs::permissions(temporary.path(), fs::perms(0755), error);
  if (auto status = fill(temporary.path(), content); !status) return status;

  if (exists(path)) {
    // The old one steps aside first, so that at no moment a half-written one carries the name.
    const TemporaryDirectory old{fs::path(pattern + ".old")};
    fs::rename(target, old.path(), error);
    if (error) return output_error(target, "cannot be replaced: " + error.message());
    fs::rename(temporary.path(), target, error);
    if (error) {
      std::error_code ignored;
      fs::rename(old.path(), target, ignored);
      return output_error(target, "cannot be replaced: " + error.message());
    }
  } else {
    fs::rename(temporary.path(), target, error);
    if (error) return output_error(target, "cannot be made: " + error.message());
  }
  temporary.keep();
  return {};
}

}  // namespace wvagate::store
