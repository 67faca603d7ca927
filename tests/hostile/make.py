#!/usr/bin/env python3
"""Hostile and broken input for run.sh, the same bytes each time: make.py DIR writes one folder a case into DIR.

A bundle is a folder named after its host; what is beside it is loose. Some files are sparse, and larger than they look.
"""
import gzip
import hashlib
import importlib.util
import io
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib

top = sys.argv[1]
DAY = '2026-11-20T02:00:00+09:00'
LIMIT = 64 << 20          # LIMIT_FILE_BYTES


def write(path, data=b''):
    """A file below the top; text is UTF-8."""
    path = os.path.join(top, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(data.encode() if isinstance(data, str) else data)
    return path


def sparse(path, size, end=b'\n'):
    """A file of NULs, of which nothing is on the disk but its last bytes."""
    path = write(path)
    with open(path, 'r+b') as file:
        file.seek(size - len(end))
        file.write(end)


def manifest(host):
    return f'<manifest xmlns="urn:tenken:manifest" version="1" host="{host}" collected-at="{DAY}"/>\n'


SSHD = 'Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\n'


def host(folder, **files):
    """A small bundle whose sshd_config would pass; `files` by path with `__` for `/`."""
    write(f'{folder}/manifest.xml', manifest(os.path.basename(folder)))
    write(f'{folder}/etc/ssh/sshd_config', SSHD)
    for name, data in files.items():
        write(f'{folder}/{name.replace("__", "/")}', data)


def tar_bytes(members, **options):
    """members: (name, bytes) for files, (name, type, target) for the rest."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w', **options) as archive:
        for member in members:
            info = tarfile.TarInfo(member[0])
            info.mtime = 1700000000
            if len(member) == 2:
                info.size = len(member[1])
                archive.addfile(info, io.BytesIO(member[1]))
            else:
                info.type, info.linkname = member[1], member[2]
                archive.addfile(info)
    return out.getvalue()


def zip_bytes(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def gz(data):
    return gzip.compress(data, 6, mtime=0)


def zeros_gz(head, mebibytes, tail=b''):
    """gzip of some bytes, then so many MiB of zeros, then more."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode='wb', compresslevel=6, mtime=0) as stream:
        stream.write(head)
        for _ in range(mebibytes):
            stream.write(bytes(1 << 20))
        stream.write(tail)
    return out.getvalue()


def header(name, size=0):
    """One ustar header."""
    block = bytearray(512)
    block[0:len(name)] = name.encode()
    block[100:108] = b'0000644\0'
    block[108:116] = block[116:124] = b'0000000\0'
    block[124:136] = b'%011o\0' % size
    block[136:148] = b'00000000000\0'
    block[148:156] = b'        '
    block[156:157] = b'0'
    block[257:265] = b'ustar\x0000'
    block[148:156] = b'%06o\0 ' % sum(block)
    return bytes(block)


def noise(size):
    """Bytes that no compression makes fewer, the same each time."""
    return b''.join(hashlib.sha256(b'%d' % i).digest() for i in range(size // 32))


# What a cut takes away must not be taken for absent: the drop-in that lets passwords in comes last.
MEMBERS = [('cut01/manifest.xml', manifest('cut01').encode()), ('cut01/etc/ssh/sshd_config', SSHD.encode()),
           ('cut01/etc/ssh/padding', noise(400000)),
           ('cut01/etc/ssh/sshd_config.d/50-cloud-init.conf', b'PasswordAuthentication yes\n')]


def archives():
    whole = tar_bytes(MEMBERS)
    packed = {'tar': whole, 'tar.gz': gz(whole), 'zip': zip_bytes(MEMBERS)}
    for tool, ending in (('zstd', 'tar.zst'), ('xz', 'tar.xz')):
        if shutil.which(tool):
            packed[ending] = subprocess.run([tool, '-qc'], input=whole, capture_output=True, check=True).stdout
    for ending, data in packed.items():
        for percent in (1, 30, 60, 90):
            write(f'cut-{ending}-{percent}/cut.{ending}', data[:len(data) * percent // 100])
        write(f'cut-{ending}-1/cut.{ending}', data[:-1])
    # Between two members, and with the mark at the end gone; packed after it was cut, as a broken connection leaves it.
    last = whole.index(b'cut01/etc/ssh/sshd_config.d/')
    write('cut-between/cut.tar', whole[:last])
    write('cut-between-gz/cut.tar.gz', gz(whole[:last]))
    data = packed['zip']
    write('cut-between-zip/cut.zip', data[:data.rindex(b'PK\3\4')])
    # Bytes that are wrong.
    bad = bytearray(packed['zip'])
    bad[bad.index(b'50-cloud-init.conf') + 25] ^= 0xff
    write('zip-wrong/cut.zip', bytes(bad))
    # Bombs: one large member, one member beyond the bound of a file, an archive in an archive, many members.
    write('bomb-member/bomb.tar.gz', zeros_gz(header('b/etc/zeros', 300 << 20), 300, bytes(1024)))
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b''.join(deflate.compress(bytes(1 << 20)) for _ in range(300)) + deflate.flush()
    crc = 0
    for _ in range(300):
        crc = zlib.crc32(bytes(1 << 20), crc)
    name = b'b/etc/zeros'
    local = struct.pack('<4s5H3I2H', b'PK\3\4', 20, 0, 8, 0, 0x21, crc, len(body), 300 << 20, len(name), 0) + name
    central = struct.pack('<4s6H3I5H2I', b'PK\1\2', 20, 20, 0, 8, 0, 0x21, crc, len(body), 300 << 20, len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack('<4s4H2IH', b'PK\5\6', 0, 0, 1, 1, len(central), len(local) + len(body), 0)
    write('bomb-zip/bomb.zip', local + body + central + end)
    write('bomb-nested/bomb.zip', zip_bytes([('inner.zip', zip_bytes([('inner.zip', zeros_gz(b'', 20))]))]))
    write('bomb-gz-gz/bomb.tar.gz', gz(zeros_gz(header('b/etc/zeros', 300 << 20), 300, bytes(1024))))
    write('bomb-many/bomb.tar.gz', gz(b''.join(header(f'b/etc/{i}') for i in range(100002)) + bytes(1024)))
    # Names and kinds.
    bad = [('names/manifest.xml', manifest('names').encode()), ('names/etc/ssh/sshd_config', SSHD.encode())]
    write('member-up/m.tar', tar_bytes(bad + [('names/../../etc/cron.d/evil', b'x')]))
    write('member-absolute/m.tar', tar_bytes(bad + [('/etc/cron.d/evil', b'x')]))
    write('member-fifo/m.tar', tar_bytes(bad + [('names/etc/ssh/sshd_config.d/50-pipe.conf', tarfile.FIFOTYPE, '')]))
    write('member-device/m.tar', tar_bytes(bad + [('names/etc/ssh/sshd_config.d/zero.conf', tarfile.CHRTYPE, '')]))
    write('member-long/m.tar.gz', zeros_gz(header('names/etc/line', 1 << 30), 1024, bytes(1024)))
    dropin, link = 'names/etc/ssh/sshd_config.d/50-x.conf', tarfile.SYMTYPE
    write('link-inside/m.tar', tar_bytes(bad + [('names/etc/real', b'PasswordAuthentication yes\n'), (dropin, link, '../../real')]))
    write('link-outside/m.tar', tar_bytes(bad + [(dropin, link, '../../../../../etc/passwd')]))
    write('link-cycle/m.tar', tar_bytes(bad + [(dropin, link, '51-y'), ('names/etc/ssh/sshd_config.d/51-y', link, '50-x.conf')]))
    write('hard-inside/m.tar', tar_bytes(bad + [('names/etc/real', b'PasswordAuthentication yes\n'), (dropin, tarfile.LNKTYPE, 'names/etc/real')]))
    write('hard-outside/m.tar', tar_bytes(bad + [(dropin, tarfile.LNKTYPE, '../etc/passwd')]))


def folders():
    host('fifo/bad01')
    os.makedirs(f'{top}/fifo/bad01/etc/ssh/sshd_config.d')
    os.mkfifo(f'{top}/fifo/bad01/etc/ssh/sshd_config.d/50-pipe.conf')
    os.makedirs(f'{top}/fifo-loose')
    os.mkfifo(f'{top}/fifo-loose/pipe.csv')
    for name, target in (('outside', '../../../../../../etc/passwd'), ('cycle', '50-x.conf')):
        host(f'folder-link-{name}/bad01')
        os.makedirs(f'{top}/folder-link-{name}/bad01/etc/ssh/sshd_config.d')
        os.symlink(target, f'{top}/folder-link-{name}/bad01/etc/ssh/sshd_config.d/50-x.conf')
    host('large/bad01')
    sparse('large/bad01/etc/ssh/sshd_config.d/50-large.conf', 1 << 30)
    sparse('large-loose/register.csv', 1 << 30)
    # One line as long as a file may be, for everything that reads lines.
    for name in ('etc/ssh/sshd_config.d/50-long.conf', 'etc/sudoers', 'etc/logrotate.conf', 'etc/rsyslog.conf', 'etc/chrony/chrony.conf',
                 'etc/nginx/nginx.conf', 'etc/apache2/apache2.conf', 'etc/systemd/journald.conf', 'etc/passwd'):
        host(f'long-{name.split("/")[-1]}/bad01', etc__passwd='root:x:0:0::/root:/bin/sh\n')
        write(f'long-{name.split("/")[-1]}/bad01/{name}', b'a' * (60 << 20))
    write('long-csv/long.csv', '文書番号,文書名,承認者\n'.encode() + b'a' * (60 << 20))
    write('deep/' + '/'.join('d' * 3 for _ in range(40)) + '/x', b'x')
    # The collector says what it could not have; and a folder that may not be searched (run.sh takes the permission away).
    host('withheld/bad01')
    write('withheld/bad01/manifest.xml', manifest('bad01').replace('/>', '>\n <missing path="etc/ssh/sshd_config.d/50-cloud-init.conf" '
          'reason="unreadable"/>\n</manifest>'))
    host('unreadable/bad01')
    write('unreadable/bad01/etc/ssh/sshd_config.d/50-secret.conf', 'PasswordAuthentication yes\n')
    for name in ('unsearchable', 'unlisted'):
        host(f'{name}/bad01')
        write(f'{name}/bad01/etc/ssh/sshd_config.d/50-secret.conf', 'PasswordAuthentication yes\n')
    write('unreadable-loose/secret.csv', 'a,b\n1,2\n')
    names = {'ansi': b'\x1b[31mred\x1b[0m', 'control': b'a\x07b\x7fc', 'newline': b'a\nb.txt', 'latin1': b'caf\xe9.txt',
             'long': b'n' * 255, 'override': 'a\u202etxt.exe'.encode(), 'c1': b'a\xc2\x9b31mx'}
    for kind, name in names.items():
        os.makedirs(f'{top}/name-{kind}')
        with open(os.path.join(f'{top}/name-{kind}'.encode(), name), 'wb') as file:
            file.write(b'x')   # nobody knows what it is, so the name is said
    host('ansi-text/bad01')
    write('ansi-text/bad01/etc/ssh/sshd_config', b'PermitRootLogin \x1b]0;owned\x07\x1b[31mno\nPasswordAuthentication no\n')


def tables():
    heads = '文書番号,文書名,作成者,承認者,承認日,見直し実施日,状態'
    row = 'D-1,情報セキュリティ基本方針,佐藤,鈴木,2026-04-01,2026-10-01,有効'
    register = (heads + '\n' + row + '\n')
    write('csv-nul/nul.csv', register.replace('佐藤', '佐\0藤'))
    write('csv-columns/columns.csv', heads + ',x' * 100000 + '\n' + row + ',1' * 100000 + '\n')
    write('csv-utf16-half/half.csv', b'\xff\xfe' + register.encode('utf-16-le') + b'\x41')
    for order, mark in (('le', b'\xff\xfe'), ('be', b'\xfe\xff')):
        lone = register.encode(f'utf-16-{order}') + '\ud800'.encode(f'utf-16-{order}', 'surrogatepass') + 'x\n'.encode(f'utf-16-{order}')
        write(f'csv-surrogate-{order}/lone.csv', mark + lone)
    write('csv-xlsx/really.csv', zip_bytes([('[Content_Types].xml', b'<Types/>'), ('xl/workbook.xml', b'<workbook/>')]))
    write('json-xml/really.json', '<?xml version="1.0"?>\n<a><b>1</b></a>\n')
    write('xml-json/really.xml', '{"a": 1}\n')
    write('empty/empty.csv')
    write('empty-zip/empty.zip')
    write('empty-json/empty.json')


def account(more):
    """What is recognised as an answer of AWS, with more in it."""
    return '{"SummaryMap": {"AccountMFAEnabled": 1, "AccountAccessKeysPresent": 0, "x": ' + more + '}}'


def trees():
    write('json-surrogate/lone.json', account('"\\ud800"'))
    write('json-depth/deep.json', account('[' * 100000 + ']' * 100000))
    write('json-object-depth/deep.json', account('{"a":' * 100000 + '1' + '}' * 100000))
    write('json-duplicate/dup.json', account('1, "AccountMFAEnabled": 0'))
    write('json-number/number.json', account('1e999999'))
    write('json-digits/digits.json', account('9' * 200000))
    write('json-string/string.json', account('"' + 'x' * (5 << 20) + '"'))
    write('json-values/values.json', account('[' + '1,' * 5000000 + '1]'))
    write('json-nul/nul.json', account('"\0"'))
    write('json-open/open.json', account('[1, 2')[:-3])
    write('xml-doctype/d.xml', '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd">\n<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2"/>\n')
    lol = ''.join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    write('xml-entities/e.xml', f'<?xml version="1.0"?>\n<!DOCTYPE nmaprun [<!ENTITY l0 "lol">{lol}]>\n<nmaprun scanner="nmap">&l9;</nmaprun>\n')
    write('xml-depth/deep.xml', '<nmaprun scanner="nmap">' + '<host>' * 100000 + '</host>' * 100000 + '</nmaprun>')
    write('xml-attributes/many.xml', '<nmaprun ' + ' '.join(f'a{i}="1"' for i in range(1000000)) + '/>')
    for kind in ('depth', 'doctype', 'attributes'):
        host(f'manifest-{kind}/bad01')
    write('manifest-depth/bad01/manifest.xml', '<manifest xmlns="urn:tenken:manifest" version="1" host="bad01">' + '<x>' * 100000)
    write('manifest-doctype/bad01/manifest.xml', '<!DOCTYPE m [<!ENTITY a SYSTEM "/etc/passwd">]>\n' + manifest('bad01'))
    write('manifest-attributes/bad01/manifest.xml', manifest('bad01').replace('/>', ' ' + ' '.join(f'a{i}="1"' for i in range(300000)) + '/>'))
    for name in ('etc/nginx/nginx.conf', 'etc/bind/named.conf', 'etc/syslog-ng/syslog-ng.conf'):
        host(f'braces-{name.split("/")[1]}/bad01')
        write(f'braces-{name.split("/")[1]}/bad01/{name}', 'a {' * 1000000)
    write('braces-junos/r.conf', 'version 20.4R1.12;\nsystem {\n    host-name rt01;\n' + 'a {\n' * 300000)


LOOPS = {   # main file, what it includes itself by
    'logrotate': ('etc/logrotate.conf', 'include /etc/logrotate.conf\n'),
    'sshd': ('etc/ssh/sshd_config', 'Include /etc/ssh/sshd_config\n'),
    'sudoers': ('etc/sudoers', '@include /etc/sudoers\nroot ALL=(ALL) ALL\n'),
    'rsyslog': ('etc/rsyslog.conf', '$IncludeConfig /etc/rsyslog.conf\n'),
    'chrony': ('etc/chrony/chrony.conf', 'include /etc/chrony/chrony.conf\nserver ntp.example.jp\n'),
    'ntp': ('etc/ntp.conf', 'includefile /etc/ntp.conf\nserver ntp.example.jp\n'),
    'nginx': ('etc/nginx/nginx.conf', 'include /etc/nginx/nginx.conf;\naccess_log /var/log/nginx/access.log;\n'),
    'apache': ('etc/apache2/apache2.conf', 'Include /etc/apache2/apache2.conf\nErrorLog /var/log/apache2/error.log\n'),
    'squid': ('etc/squid/squid.conf', 'include /etc/squid/squid.conf\naccess_log none\n'),
    'syslog-ng': ('etc/syslog-ng/syslog-ng.conf', '@version: 4.0\n@include "/etc/syslog-ng/syslog-ng.conf"\n'),
}


def loops():
    for name, (path, text) in LOOPS.items():
        host(f'loop-{name}/bad01', etc__passwd='root:x:0:0::/root:/bin/sh\n')
        write(f'loop-{name}/bad01/{path}', text)
    # Not a circle, but a pattern each line, against many names; and a large file again and again.
    host('include-many/bad01')
    for i in range(3000):
        write(f'include-many/bad01/etc/ssh/x/{i:04}', b'')
    write('include-many/bad01/etc/ssh/sshd_config', ''.join(f'Include /etc/ssh/y/{i}*\n' for i in range(200000)) + 'PasswordAuthentication no\n')
    host('include-large/bad01')
    write('include-large/bad01/etc/ssh/big', b'# a comment that is of no use\n' * 300000)
    write('include-large/bad01/etc/ssh/sshd_config', 'Include /etc/ssh/big\n' * 1000 + 'PasswordAuthentication no\n')


def books():
    """Beyond those of tests/xlsx: references far outside, strings by an index that is none."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'xlsx', 'make.py')
    spec = importlib.util.spec_from_file_location('books', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def book(path, cells, tail='', cols=''):
        made = module.Book().sheet('s', {1: module.REGISTER, 2: ['D-1', '規程', *cells]}, tail=tail, cols=cols)
        full = write(path)
        made.write(full)
    book('xlsx-string/string.xlsx', [module.Raw('<c r="{r}" t="s"><v>4000000000</v></c>')])
    book('xlsx-string-negative/string.xlsx', [module.Raw('<c r="{r}" t="s"><v>-1</v></c>')])
    book('xlsx-far/far.xlsx', [module.Raw('<c r="XFD1048576"><v>1</v></c>')])
    book('xlsx-beyond/beyond.xlsx', [module.Raw('<c r="ZZZZZZZ99999999999"><v>1</v></c>')])
    book('xlsx-dimension/dimension.xlsx', ['佐藤'], cols='<dimension ref="A1:XFD1048576"/>')


archives()
folders()
tables()
trees()
loops()
books()
