# SPDX-License-Identifier: MIT
# A Supervisor that knows a broker: answers GET /services/mqtt on port 80 of the loopback interface to who has the token.
use strict;
use warnings;
use IO::Socket::INET;

my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => 80, Listen => 5, ReuseAddr => 1)
    or die "cannot listen: $@";
my $known = '{"result":"ok","data":{"addon":"core_mosquitto","host":"localhost","port":1883,"ssl":false,'
    . '"protocol":"3.1.1","username":"addons","password":"se\"cret"}}';
while (my $client = $server->accept) {
    my $request = '';
    while (my $line = <$client>) {
        last if $line =~ /^\r?\n$/;
        $request .= $line;
    }
    my $granted = $request =~ m{^GET /services/mqtt } && $request =~ m{^Authorization: Bearer t0ken\r$}m;
    my $body = $granted ? $known : '{"result":"error"}';
    my $status = $granted ? '200 OK' : '401 Unauthorized';
    print $client "HTTP/1.1 $status\r\nContent-Type: application/json\r\nContent-Length: "
        . length($body) . "\r\nConnection: close\r\n\r\n$body";
    close $client;
}
