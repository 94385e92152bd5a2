namespace Contrail.InProcess;

/// <summary>
/// <c>Contrail.InProcess MODE [option value …]</c>: records itself, runs the mode, and prints the result in a line.
/// </summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<Arguments, string>> Modes = new()
    {
        ["markers"] = MarkersMode.Run,
        ["snapshot"] = SnapshotMode.Run,
        ["exit"] = ExitMode.Run,
        ["sources"] = SourcesMode.Run,
        ["writers"] = WritersMode.Run,
        ["two"] = TwoMode.Run,
        ["finalizer"] = FinalizerMode.Run,
        ["listener"] = ListenerMode.Run,
        ["starved"] = StarvedMode.Run,
        ["triggers"] = TriggersMode.Run,
        ["webhook"] = WebhookMode.Run,
    };

    private static int Main(string[] arguments)
    {
        if (arguments.Length == 0 || !Modes.TryGetValue(arguments[0], out Func<Arguments, string>? mode))
        {
            Console.Error.WriteLine($"usage: Contrail.InProcess MODE with {string.Join(", ", Modes.Keys)}");
            return 2;
        }

        Console.WriteLine(mode(new Arguments(arguments.AsSpan(1))));
        return 0;
    }
}
