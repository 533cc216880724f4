//! Photos of people: what becomes of a picture that somebody sends, and where it lies.
//!
//! Of a picture three squares are kept, without anything else that was in it, under the hash of the largest.

mod picture;

use std::{
    collections::HashSet,
    io::{self, ErrorKind},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use axum::body::Bytes;
use jiff::Timestamp;
use tokio::sync::Semaphore;

pub(crate) use self::picture::{Crop, PictureError};
use crate::{
    files::{OwnedFiles, blocking},
    state::AppState,
};

/// The sides of what is kept of a picture, largest first.
pub(crate) const SIZES: [u32; 3] = [512, 128, 48];

/// How many pictures may wait while one is worked on.
const QUEUE: usize = 8;

/// How long a file stays that belongs to no photo: whoever puts it there may be about to say whose it is.
const SWEPT_AFTER: Duration = Duration::from_hours(24);

/// Makes photos, one at a time: a large picture takes hundreds of megabytes while it's worked on.
#[derive(Debug)]
pub(crate) struct Photos {
    files: Arc<OwnedFiles>,
    desk: Arc<Semaphore>,
    places: Semaphore,
}

/// A photo that isn't anybody's yet.
#[derive(Debug)]
pub(crate) struct Photo {
    pub(crate) hash: String,
    files: Arc<[(String, Vec<u8>)]>,
}

impl Photos {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            files: Arc::new(OwnedFiles::new(folder)),
            desk: Arc::new(Semaphore::new(1)),
            places: Semaphore::new(1 + QUEUE),
        }
    }

    /// Makes a photo of a picture.
    pub(crate) async fn make(
        &self,
        picture: Bytes,
        crop: Option<Crop>,
    ) -> Result<Photo, PictureError> {
        let _place = self.places.try_acquire().map_err(|_| PictureError::Busy)?;
        let desk = self.desk.clone().acquire_owned().await;
        let desk = desk.map_err(|_| PictureError::Busy)?;
        let working = tokio::task::spawn_blocking(move || {
            // It's worked on to its end, also when nobody waits for it any more.
            let _desk = desk;
            picture::squares(&picture, crop, SIZES)
        });
        let squares = working.await.map_err(PictureError::Worker)??;
        let hash = picture::hash(squares.first().map_or(&[], |(_, square)| square));
        let named = |(size, square)| (name(&hash, size), square);
        let files = squares.into_iter().map(named).collect();
        Ok(Photo { hash, files })
    }

    /// Keeps a photo's files for an owner.
    pub(crate) fn keep(
        &self,
        owner: &str,
        photo: &Photo,
        now: Timestamp,
    ) -> impl Future<Output = io::Result<()>> + Send + use<> {
        let (files, owner, photo) = (self.files.clone(), owner.to_owned(), photo.files.clone());
        blocking(move || files.keep(&owner, &photo, now))
    }

    /// Keeps the files that one owner has of a photo for another one, too.
    pub(crate) fn copy(
        &self,
        from: &str,
        hash: &str,
        to: &str,
        now: Timestamp,
    ) -> impl Future<Output = io::Result<()>> + Send + use<> {
        let (files, from, to) = (self.files.clone(), from.to_owned(), to.to_owned());
        let names = SIZES.map(|size| name(hash, size));
        blocking(move || {
            let read = |name: String| files.read(&from, &name).map(|file| (name, file));
            let photo = names
                .into_iter()
                .map(read)
                .collect::<io::Result<Vec<_>>>()?;
            files.keep(&to, &photo, now)
        })
    }

    /// One size of an owner's photo.
    pub(crate) async fn read(&self, owner: &str, hash: &str, size: u32) -> io::Result<Vec<u8>> {
        let (files, owner) = (self.files.clone(), owner.to_owned());
        let name = name(hash, size);
        blocking(move || files.read(&owner, &name)).await
    }

    /// The largest size of a photo; nothing where it's lost. Whoever asks takes their time.
    pub(crate) fn largest(&self, crm_id: &str, hash: &str) -> io::Result<Option<Vec<u8>>> {
        match self.files.read(crm_id, &name(hash, SIZES[0])) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }
}

/// Removes files that are no photo's any more, and all of CRMs that are gone. Of an account that is, its row tells.
pub(crate) async fn tidy(state: &AppState) -> Result<(), crm::Error> {
    let (files, db) = (&state.photos.files, &state.db);
    let before = state.now() - SWEPT_AFTER;
    for id in files.owners().map_err(crm::Error::File)? {
        let Some(owner) = crm::photo_owner(db.read(), &id).await? else {
            // One that nobody has heard of may be another database's.
            if crm::is_purged(db.read(), &id).await? {
                files.remove_all(&id).map_err(crm::Error::File)?;
            }
            continue;
        };
        let photos = crm::photos_of(db.read(), owner).await?;
        let old = files.kept_before(&id, before);
        let mut unused = old.map_err(crm::Error::File)?;
        unused.retain(|name| !is_in_use(name, &photos));
        if unused.is_empty() {
            continue;
        }
        crm::sweep_photos(db, owner, |photos| {
            let mut unused = unused.iter().filter(|name| !is_in_use(name, photos));
            unused.try_for_each(|name| files.remove(&id, name))
        })
        .await?;
    }
    Ok(())
}

fn is_in_use(name: &str, photos: &HashSet<String>) -> bool {
    let hash = name.split_once('-').map(|(hash, _)| hash);
    hash.is_some_and(|hash| photos.contains(hash))
}

/// What a photo's file of a size is called.
fn name(hash: &str, size: u32) -> String {
    format!("{hash}-{size}.webp")
}
