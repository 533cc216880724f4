//! A socket in a folder of this user's: that of the login session, else one among the temporary files.

use std::{
    fs::{self, DirBuilder},
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

/// Makes the way for a channel free: removes what a run that was cut off has left, and makes its folder.
pub(crate) fn make_ready(data_dir: &Path) -> io::Result<PathBuf> {
    make_one_ready(&places(), data_dir)
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

fn make_one_ready(places: &[PathBuf], data_dir: &Path) -> io::Result<PathBuf> {
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for socket in sockets(places, data_dir) {
        match freed(&socket) {
            Ok(()) => return Ok(socket),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn freed(socket: &Path) -> io::Result<()> {
    let folder = socket.parent().ok_or(io::ErrorKind::InvalidInput)?;
    match DirBuilder::new().mode(CLOSED).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => is_ours(folder)?,
    }
    match fs::remove_file(socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
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
        let made = make_one_ready(&places, &data)?;
        assert_eq!(fs::metadata(&folder)?.permissions().mode() & 0o777, 0o700);
        let _listening = UnixListener::bind(&made)?;
        UnixStream::connect(&made)?;
        drop(UnixListener::bind(make_one_ready(&places, &data)?)?);
        assert!(!data.exists(), "the data directory isn't touched");
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
            assert!(make_one_ready(&places, &data).is_err(), "{bad:?}");
            // The next place does.
            let places = [bad, mine.clone()];
            assert_eq!(make_one_ready(&places, &data)?.parent(), Some(&*mine));
        }
        Ok(())
    }
}
