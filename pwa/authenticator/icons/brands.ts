import atlassian from 'simple-icons/icons/atlassian.svg?raw'
import apple from 'simple-icons/icons/apple.svg?raw'
import binance from 'simple-icons/icons/binance.svg?raw'
import bitbucket from 'simple-icons/icons/bitbucket.svg?raw'
import bitwarden from 'simple-icons/icons/bitwarden.svg?raw'
import cloudflare from 'simple-icons/icons/cloudflare.svg?raw'
import codeberg from 'simple-icons/icons/codeberg.svg?raw'
import digitalocean from 'simple-icons/icons/digitalocean.svg?raw'
import discord from 'simple-icons/icons/discord.svg?raw'
import dropbox from 'simple-icons/icons/dropbox.svg?raw'
import ea from 'simple-icons/icons/ea.svg?raw'
import facebook from 'simple-icons/icons/facebook.svg?raw'
import figma from 'simple-icons/icons/figma.svg?raw'
import github from 'simple-icons/icons/github.svg?raw'
import gitlab from 'simple-icons/icons/gitlab.svg?raw'
import google from 'simple-icons/icons/google.svg?raw'
import hetzner from 'simple-icons/icons/hetzner.svg?raw'
import mozilla from 'simple-icons/icons/mozilla.svg?raw'
import nextcloud from 'simple-icons/icons/nextcloud.svg?raw'
import npm from 'simple-icons/icons/npm.svg?raw'
import okta from 'simple-icons/icons/okta.svg?raw'
import ovh from 'simple-icons/icons/ovh.svg?raw'
import paypal from 'simple-icons/icons/paypal.svg?raw'
import playstation from 'simple-icons/icons/playstation.svg?raw'
import proton from 'simple-icons/icons/proton.svg?raw'
import reddit from 'simple-icons/icons/reddit.svg?raw'
import steam from 'simple-icons/icons/steam.svg?raw'
import stripe from 'simple-icons/icons/stripe.svg?raw'
import telegram from 'simple-icons/icons/telegram.svg?raw'
import tiktok from 'simple-icons/icons/tiktok.svg?raw'
import twitch from 'simple-icons/icons/twitch.svg?raw'
import vercel from 'simple-icons/icons/vercel.svg?raw'
import wordpress from 'simple-icons/icons/wordpress.svg?raw'
import x from 'simple-icons/icons/x.svg?raw'
import zoom from 'simple-icons/icons/zoom.svg?raw'

/** A drawing, and the issuers that it stands for where nobody chose one. */
export type Brand = { svg: string; names: RegExp }

/** Marks of sites that many people have a token of, from a list that others maintain (simple-icons). */
export const brands: Readonly<Record<string, Brand>> = {
  apple: { svg: apple, names: /^(apple|icloud)\b/ },
  atlassian: { svg: atlassian, names: /\b(atlassian|jira|confluence|trello)\b/ },
  binance: { svg: binance, names: /\bbinance\b/ },
  bitbucket: { svg: bitbucket, names: /\bbitbucket\b/ },
  bitwarden: { svg: bitwarden, names: /\bbitwarden\b/ },
  cloudflare: { svg: cloudflare, names: /\bcloudflare\b/ },
  codeberg: { svg: codeberg, names: /\bcodeberg\b/ },
  digitalocean: { svg: digitalocean, names: /\bdigital ?ocean\b/ },
  discord: { svg: discord, names: /\bdiscord\b/ },
  dropbox: { svg: dropbox, names: /\bdropbox\b/ },
  ea: { svg: ea, names: /^(ea|electronic arts)\b/ },
  facebook: { svg: facebook, names: /\bfacebook\b/ },
  figma: { svg: figma, names: /\bfigma\b/ },
  github: { svg: github, names: /\bgithub\b/ },
  gitlab: { svg: gitlab, names: /\bgitlab\b/ },
  google: { svg: google, names: /\b(google|gmail|youtube)\b/ },
  hetzner: { svg: hetzner, names: /\bhetzner\b/ },
  mozilla: { svg: mozilla, names: /\b(mozilla|firefox)\b/ },
  nextcloud: { svg: nextcloud, names: /\bnextcloud\b/ },
  npm: { svg: npm, names: /^npm(js)?\b/ },
  okta: { svg: okta, names: /\bokta\b/ },
  ovh: { svg: ovh, names: /\bovh(cloud)?\b/ },
  paypal: { svg: paypal, names: /\bpaypal\b/ },
  playstation: { svg: playstation, names: /\b(playstation|psn)\b/ },
  proton: { svg: proton, names: /\bproton(mail|vpn)?\b/ },
  reddit: { svg: reddit, names: /\breddit\b/ },
  steam: { svg: steam, names: /\bsteam\b/ },
  stripe: { svg: stripe, names: /\bstripe\b/ },
  telegram: { svg: telegram, names: /\btelegram\b/ },
  tiktok: { svg: tiktok, names: /\btiktok\b/ },
  twitch: { svg: twitch, names: /\btwitch\b/ },
  vercel: { svg: vercel, names: /\bvercel\b/ },
  wordpress: { svg: wordpress, names: /\bwordpress\b/ },
  x: { svg: x, names: /^(x|twitter)$/ },
  zoom: { svg: zoom, names: /\bzoom\b/ },
}
