/** Makes a chosen picture small and square, as avatars are. */
import type { AccountSetPicture } from '../ipc/contract.js';

export const PICTURE_SIDE = 192;
const ACCEPTED = ['image/png', 'image/jpeg', 'image/webp'];

/** The largest square in the middle of a picture. */
export function middleSquare(
  width: number,
  height: number,
): { x: number; y: number; side: number } {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/** A `data:` URL of the picture, 192 × 192; `null` where the file is no picture that we take. */
export async function readPicture(file: File): Promise<string | null> {
  if (!ACCEPTED.includes(file.type)) return null;
  try {
    const bitmap = await createImageBitmap(file);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = PICTURE_SIDE;
    const { x, y, side } = middleSquare(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, x, y, side, side, 0, 0, PICTURE_SIDE, PICTURE_SIDE);
    bitmap.close();
    return canvas.toDataURL('image/png');
  } catch {
    return null;
  }
}

/** A choice as the contract takes it: a picture of the person's, the CRM's own, or neither. */
export function pictureRequest(
  account: string,
  picture: string | null,
  crm: string | null,
): AccountSetPicture {
  const own = picture !== null && picture !== crm;
  return { account, picture: own ? base64Of(picture) : null, initials: picture === null };
}

/** The base64 part alone. */
export function base64Of(dataUrl: string): string {
  return dataUrl.slice(dataUrl.indexOf(',') + 1);
}
