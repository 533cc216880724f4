//! Names of downloaded files: a server's word for one, made harmless.

use std::path::{Path, PathBuf};

/// Bytes of a file name, with room for ` (12).part` in what file systems take (255).
const LONGEST_NAME: usize = 230;
/// Bytes of what counts as an ending.
const LONGEST_ENDING: usize = 20;

/// Endings of files that run something when opened, on any system: programs, scripts, what sets the system up,
/// links to any of these, and disks that a system mounts without the mark of where they come from. Documents and
/// archives are not among them, though they may hold one.
const DANGEROUS: &str = "\
    action ade adp apk app appimage applescript application appref-ms appx appxbundle bas bash \
    bat chm cmd com command configprofile cpl crx csh deb desktop diagcab dll dmg drv elf exe \
    fish fxp gadget grp hlp hta htt img inf ins internetconnect iso isp jar jnlp job js jse ksh \
    lnk local mad maf mag mam maq mas mau mav maw mda mdb mde mdt mdw mdz mobileconfig mpkg msc \
    msh msh1 msh1xml msh2 msh2xml mshxml msi msix msixbundle msp mst ndif networkconnect ocx \
    osas osax paf pcd pif pkg pl plg prf prg ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psm1 py pyc \
    pyd pyo pyw rb reg rgs rpm run scf scpt scptd scr sct search-ms searchconnector-ms service \
    settingcontent-ms sh shb shs slp smi sparsebundle sparseimage svd sys terminal theme \
    themepack tool udf url vb vbe vbs vbscript vhd vhdx vmdk vsmacros vsto vsw webloc website ws \
    wsc wsf wsh xbap xll xnk xpi xrm-ms xsh zsh";

/// `name`, then `name (1)` and so on, in a folder.
pub(super) fn candidates(folder: &Path, name: &str) -> impl Iterator<Item = PathBuf> {
    let (base, ending) = match name.rfind('.').filter(|&i| i > 0) {
        Some(i) => name.split_at(i),
        None => (name, ""),
    };
    (0_u32..=u32::MAX).map(move |i| match i {
        0 => folder.join(name),
        i => folder.join(format!("{base} ({i}){ending}")),
    })
}

/// A server's word as a file name: no folders, not hidden, nothing that the system takes for a device, and
/// nothing that makes it read as another.
pub(super) fn safe_name(suggested: &str) -> String {
    let last = suggested.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| !is_direction(*c))
        .map(|c| {
            if c.is_control() || "<>:\"|?*".contains(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    let name = clean
        .trim_start_matches('.')
        .trim_end_matches(['.', ' '])
        .trim();
    if name.is_empty() {
        return "download".to_owned();
    }
    let (base, ending) = match name.rfind('.').filter(|&i| i > 0) {
        Some(i) if name.len() - i <= LONGEST_ENDING => name.split_at(i),
        _ => (name, ""),
    };
    let room = LONGEST_NAME - ending.len();
    format!("{}{ending}", cut(base, room).trim_end())
}

/// Turns the direction of writing: `x<turn>fdp.sh` reads as a PDF.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The start of a text, in so many bytes at most.
fn cut(text: &str, bytes: usize) -> &str {
    let end = text
        .char_indices()
        .map(|(i, c)| i + c.len_utf8())
        .take_while(|end| *end <= bytes)
        .last();
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Whether opening a file of this name may run something.
pub(super) fn is_dangerous(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase());
    ending.is_some_and(|e| DANGEROUS.split_whitespace().any(|known| known == e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_name_stays_in_the_folder() {
        for (suggested, name) in [
            ("../../.bad/na me.csv", "na me.csv"),
            ("..\\..\\evil.exe", "evil.exe"),
            (".bashrc", "bashrc"),
            ("", "download"),
            ("...", "download"),
            ("a\u{0}b:c.txt", "a_b_c.txt"),
            ("x\u{202e}fdp.sh", "xfdp.sh"),
        ] {
            assert_eq!(safe_name(suggested), name, "{suggested:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending_and_fits_the_file_system() {
        let name = safe_name(&format!("{}.pdf", "Звіт ".repeat(80)));
        assert!(name.len() <= LONGEST_NAME && name.starts_with("Звіт"));
        assert_eq!(name.rsplit_once('.').map(|(_, ending)| ending), Some("pdf"));
        assert_eq!(safe_name(&"x".repeat(400)).len(), LONGEST_NAME);
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number_before_its_ending() {
        let folder = Path::new("/nonexistent");
        let names: Vec<_> = candidates(folder, "report.csv").take(3).collect();
        assert_eq!(
            names,
            ["report.csv", "report (1).csv", "report (2).csv"].map(|n| folder.join(n))
        );
    }

    #[test]
    fn files_that_run_something_are_marked() {
        let endings =
            "reg pif vbe jse wsf msc cpl url py iso img scr hta jar lnk ps1 msi js vbs exe";
        for ending in endings.split(' ') {
            assert!(is_dangerous(&format!("report.pdf.{ending}")), "{ending}");
        }
        for name in ["Setup.EXE", "a.tar.sh", "a.settingcontent-ms", "a.AppImage"] {
            assert!(is_dangerous(name), "{name}");
        }
        for name in [
            "report.csv",
            "offer.pdf",
            "photos.zip",
            "a.xlsx",
            "exe",
            "a.exe.txt",
        ] {
            assert!(!is_dangerous(name), "{name}");
        }
    }
}
