//! Where the running program hears command lines.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

/// The longest path that every system takes for a socket, in bytes: macOS has room for 104, with an end.
#[cfg(not(windows))]
const LONGEST: usize = 100;

/// Where the channel of a data directory is. The directory is closed to other users, and so is the channel.
#[cfg(not(windows))]
fn path(data_dir: &Path) -> PathBuf {
    let inside = data_dir.join("control.sock");
    if inside.as_os_str().len() <= LONGEST {
        return inside;
    }
    short_folder(data_dir).join("control.sock")
}

/// Where the channel is when the data directory's own path is too long for a socket: a folder of its own.
#[cfg(not(windows))]
fn short_folder(data_dir: &Path) -> PathBuf {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let base = runtime.filter(|folder| folder.is_absolute() && folder.is_dir());
    base.unwrap_or_else(std::env::temp_dir)
        .join(format!("ninefold-{:016x}", hash(data_dir)))
}

/// Where the channel of a data directory is: pipes have a place of their own. By default others may read
/// from one, but not open it for both ways, as is done here. Type-checked, not run.
#[cfg(windows)]
fn path(data_dir: &Path) -> PathBuf {
    PathBuf::from(format!(r"\\.\pipe\ninefold-{:016x}", hash(data_dir)))
}

fn hash(data_dir: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    data_dir.hash(&mut hasher);
    hasher.finish()
}

/// The channel that a command line may speak to. One in a folder that somebody else could have made is
/// no channel.
#[cfg(not(windows))]
pub(crate) fn find(data_dir: &Path) -> io::Result<PathBuf> {
    let path = path(data_dir);
    if let Some(folder) = own_folder(&path, data_dir) {
        be_ours(folder, data_dir)?;
    }
    Ok(path)
}

/// The channel that a command line may speak to.
#[cfg(windows)]
pub(crate) fn find(data_dir: &Path) -> io::Result<PathBuf> {
    Ok(path(data_dir))
}

/// Makes the way for a channel free: removes what a run that was cut off has left, and makes its folder
/// where it has one of its own.
#[cfg(not(windows))]
pub(crate) fn make_ready(data_dir: &Path) -> io::Result<PathBuf> {
    use std::os::unix::fs::DirBuilderExt;
    let path = path(data_dir);
    if let Some(folder) = own_folder(&path, data_dir) {
        match std::fs::DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => be_ours(folder, data_dir)?,
        }
    }
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(path),
    }
}

/// Pipes leave nothing and need nothing.
#[cfg(windows)]
pub(crate) fn make_ready(data_dir: &Path) -> io::Result<PathBuf> {
    Ok(path(data_dir))
}

#[cfg(not(windows))]
fn own_folder<'a>(path: &'a Path, data_dir: &Path) -> Option<&'a Path> {
    path.parent().filter(|folder| *folder != data_dir)
}

/// In the folder for temporary files somebody else may have been quicker: only a folder of whoever has
/// the data directory, and closed, is good.
#[cfg(not(windows))]
fn be_ours(folder: &Path, data_dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::symlink_metadata(folder)?;
    let is_ours = found.uid() == std::fs::metadata(data_dir)?.uid();
    if found.is_dir() && is_ours && found.mode() & 0o777 == 0o700 {
        return Ok(());
    }
    let text = format!("{} is somebody else's, or open to others", folder.display());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, text))
}

#[cfg(all(test, not(windows)))]
mod tests {
    use std::{
        fs,
        os::unix::{
            fs::PermissionsExt,
            net::{UnixListener, UnixStream},
        },
    };

    use super::*;

    #[test]
    fn the_channel_is_in_the_data_directory_where_its_path_is_short_enough() {
        let short = PathBuf::from("/home/olena/.local/share/ninefold");
        assert_eq!(path(&short), short.join("control.sock"));
    }

    #[test]
    fn a_data_directory_with_a_long_path_has_its_channel_elsewhere() -> io::Result<()> {
        let place = tempfile::tempdir()?;
        let (one, other) = (place.path().join("a".repeat(120)), "b".repeat(120));
        let other = place.path().join(other);
        fs::create_dir(&one)?;
        assert_ne!(path(&one), path(&other));
        assert!(find(&one).is_err(), "nothing is there yet");

        let made = make_ready(&one)?;
        let folder = made.parent().unwrap_or(&one);
        let used = (|| {
            assert_eq!(fs::metadata(folder)?.permissions().mode() & 0o777, 0o700);
            let _listening = UnixListener::bind(&made)?;
            UnixStream::connect(find(&one)?)?;
            // What is left over is in nobody's way.
            drop(UnixListener::bind(make_ready(&one)?)?);

            fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
            assert!(make_ready(&one).is_err() && find(&one).is_err());
            io::Result::Ok(())
        })();
        fs::remove_dir_all(folder)?;
        used
    }
}
