// One program with one cause of trouble, or its healthy twin:
//   Contrail.Samples.Incidents NAME [--healthy|--planted] [--seconds 60]
//   Contrail.Samples.Incidents --list       the catalogue, separated by tabs, for bench/incidents.sh
// With --planted, the cause begins with SIGHUP, where the program can.
// It writes "ready" when the cause is in force, and ends on SIGTERM or after the given time.
using System.Globalization;
using System.Runtime.InteropServices;
using Shop;
using Shop.Stage;

if (args is ["--list"])
{
    Console.WriteLine(string.Join('\n', Catalogue.All.Select(row => row.ToLine())));
    return 0;
}

if (args is [Companion.Role, .. string[] companionArguments])
{
    await Companion.RunAsync(companionArguments);
    return 0;
}

Incident? incident = Catalogue.All.FirstOrDefault(row => args.Length > 0 && row.Name == args[0]);
if (incident is null)
{
    Console.Error.WriteLine("usage: NAME [--healthy|--planted] [--seconds N], or --list");
    return 2;
}

int secondsAt = Array.IndexOf(args, "--seconds");
double seconds = secondsAt < 0 ? 60 : double.Parse(args[secondsAt + 1], CultureInfo.InvariantCulture);
using CancellationTokenSource closing = new(TimeSpan.FromSeconds(seconds));
using PosixSignalRegistration onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Close);
using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Close);
Scene scene = new(args.Contains("--healthy"), args.Contains("--planted"), closing.Token);
scene.AwaitHangUp();
Task run = Task.Run(() => incident.Run(scene));
await Task.WhenAny(run, Task.Delay(Timeout.Infinite, closing.Token));

// An incident may have blocked its threads for good.
await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(2)));
scene.Dispose();
if (run.IsFaulted)
{
    Console.Error.WriteLine(run.Exception.InnerException);
}

Environment.Exit(run.IsFaulted ? 1 : 0);
return 1;

void Close(PosixSignalContext context) => (context.Cancel, _) = (true, closing.CancelAsync());
