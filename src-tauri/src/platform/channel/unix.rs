//! A socket in a folder of this user's: that of the login session, else one among the temporary files.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

use rustix::process::geteuid;

/// The longest path that every system takes for a socket, in bytes: macOS has room for 104, with an end.
const LONGEST: usize = 100;
const CLOSED: u32 = 0o700;

/// The channels that a command line may speak to, the likeliest first. One in a folder that somebody else could have
/// made is no channel.
pub(crate) fn find(data_dir: &Path) -> Vec<PathBuf> {
    sockets(&places(), data_dir)
        .filter(|socket| {
            socket
                .parent()
                .is_some_and(|folder| is_ours(folder).is_ok())
        })
        .collect()
}

/// The right to be the one that hears command lines: one program has it at a time, also where no data directory can
/// be locked. It ends with the value, and with the program.
pub(crate) struct Channel {
    socket: PathBuf,
    #[expect(dead_code, reason = "held as long as the value")]
    lock: File,
}

impl Channel {
    /// Takes the channel, and makes its way free: removes what a run that was cut off has left, and makes its folder.
    /// Fails with [`io::ErrorKind::WouldBlock`] where another program has it.
    pub(crate) fn take(data_dir: &Path) -> io::Result<Self> {
        Self::take_in(&places(), data_dir)
    }

    /// Where to listen.
    pub(crate) fn path(&self) -> &Path {
        &self.socket
    }

    fn take_in(places: &[PathBuf], data_dir: &Path) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::NotFound);
        for socket in sockets(places, data_dir) {
            match freed(&socket) {
                Ok(lock) => return Ok(Self { socket, lock }),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(error),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// Folders for the channel, the best first. A command line may be started with other variables than the program.
fn places() -> Vec<PathBuf> {
    let user = geteuid().as_raw();
    let session = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let session = session.filter(|folder| folder.is_absolute());
    let usual = PathBuf::from(format!("/run/user/{user}"));
    let temporary = std::env::temp_dir().join(format!("ninefold-{user}"));
    let in_session = session.into_iter().chain([usual]).filter(|p| p.is_dir());
    in_session
        .map(|folder| folder.join("ninefold"))
        .chain([temporary])
        .collect()
}

fn sockets(places: &[PathBuf], data_dir: &Path) -> impl Iterator<Item = PathBuf> {
    let name = format!("{}.sock", super::name(data_dir));
    let socket = move |place: &PathBuf| place.join(&name);
    let fits = |socket: &PathBuf| socket.as_os_str().len() <= LONGEST;
    places.iter().map(socket).filter(fits)
}

fn freed(socket: &Path) -> io::Result<File> {
    let folder = socket.parent().ok_or(io::ErrorKind::InvalidInput)?;
    match DirBuilder::new().mode(CLOSED).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => is_ours(folder)?,
    }
    // It stays there: whoever removed it would let a third one lock another.
    let lock = File::create(socket.with_extension("lock"))?;
    lock.try_lock()?;
    match fs::remove_file(socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(lock),
    }
}

/// Among the temporary files somebody else may have been quicker: only a folder of this user's, and closed, is good.
fn is_ours(folder: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(folder)?;
    let is_mine = found.uid() == geteuid().as_raw();
    if found.is_dir() && is_mine && found.mode() & 0o777 == CLOSED {
        return Ok(());
    }
    let text = format!("{} is somebody else's, or open to others", folder.display());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, text))
}

#[cfg(test)]
mod tests {
    use std::{
        fs::Permissions,
        os::unix::{
            fs::{PermissionsExt, symlink},
            net::{UnixListener, UnixStream},
        },
    };

    use super::*;

    #[test]
    fn the_channel_is_in_a_closed_folder_and_what_is_left_over_is_in_nobodys_way() -> io::Result<()>
    {
        let place = tempfile::tempdir()?;
        let (data, folder) = (place.path().join("data"), place.path().join("run"));
        let places = [folder.clone()];
        let channel = Channel::take_in(&places, &data)?;
        assert_eq!(fs::metadata(&folder)?.permissions().mode() & 0o777, 0o700);
        drop(UnixListener::bind(channel.path())?);
        drop(channel);
        let channel = Channel::take_in(&places, &data)?;
        drop(UnixListener::bind(channel.path())?);
        assert!(!data.exists(), "the data directory isn't touched");
        Ok(())
    }

    #[test]
    fn of_two_at_once_the_second_takes_nothing_from_the_first() -> io::Result<()> {
        let place = tempfile::tempdir()?;
        let (data, places) = (place.path().join("data"), [place.path().join("run")]);
        let first = Channel::take_in(&places, &data)?;
        let _listening = UnixListener::bind(first.path())?;
        let second = Channel::take_in(&places, &data).map(|_| ());
        assert_eq!(second.map_err(|e| e.kind()), Err(io::ErrorKind::WouldBlock));
        UnixStream::connect(first.path())?;
        Ok(())
    }

    #[test]
    fn a_folder_that_is_open_or_leads_elsewhere_is_not_used() -> io::Result<()> {
        let place = tempfile::tempdir()?;
        let (data, open) = (place.path().join("data"), place.path().join("open"));
        fs::create_dir(&open)?;
        fs::set_permissions(&open, Permissions::from_mode(0o755))?;
        let (mine, link) = (place.path().join("mine"), place.path().join("link"));
        DirBuilder::new().mode(CLOSED).create(&mine)?;
        symlink(&mine, &link)?;
        let too_long = place.path().join("l".repeat(LONGEST));
        for bad in [open, link, too_long, place.path().join("none/below")] {
            let places = [bad.clone()];
            assert!(Channel::take_in(&places, &data).is_err(), "{bad:?}");
            // The next place does.
            let places = [bad, mine.clone()];
            let channel = Channel::take_in(&places, &data)?;
            assert_eq!(channel.path().parent(), Some(&*mine));
        }
        Ok(())
    }
}
