using Contrail.Tests.Support;
// bench/fuzz.sh calls this. With one argument, a target, the fuzzer hands inputs over; with a second one, a file, that
// input is run once and what goes wrong is shown. "seed FOLDER" writes inputs to begin with. "memory SECONDS" records
// each kind of hostile frame for so long, and prints what the process takes of the machine. bench/hostile.sh calls it
// with "kinds", which lists those kinds, and with "peer KIND", which is a runtime that sends nothing else.
using System.Globalization;
using Contrail.Fuzz;
using SharpFuzz;

if (args is ["seed", string folder])
{
    Seeds.Write(folder);
    return 0;
}

if (args is ["memory", string seconds])
{
    HostileMemory.Measure(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
    return 0;
}

if (args is ["kinds"])
{
    Console.WriteLine(string.Join('\n', Enum.GetNames<HostileStream.Kind>()));
    return 0;
}

if (args is ["peer", string kind])
{
    HostilePeer.Serve(Enum.Parse<HostileStream.Kind>(kind));
    return 0;
}

if (args.Length is 0 or > 2 || !FuzzTargets.All.TryGetValue(args[0], out FuzzTargets.Target? target))
{
    Console.Error.WriteLine($"Name one of: {string.Join(", ", FuzzTargets.All.Keys)}.");
    return 2;
}

if (args.Length == 2)
{
    target(File.ReadAllBytes(args[1]));
    Console.WriteLine($"{args[1]}: nothing goes wrong");
    return 0;
}

Fuzzer.Run(stream =>
{
    using MemoryStream input = new();
    stream.CopyTo(input);
    target(input.ToArray());
});
return 0;
