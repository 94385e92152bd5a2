namespace Contrail.Target;

/// <summary>
/// <c>Contrail.Target MODE[+MODE…] [--seconds N] [--stdin] [--option value …]</c>: runs the modes side by side,
/// prints <c>ready</c>, and ends after N seconds (60) or on request through its standard input.
/// </summary>
internal static class Program
{
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, Action<TargetOptions>> Modes = new()
    {
        ["idle"] = IdleMode.Run,
        ["quiet"] = QuietMode.Run,
        ["heartbeat"] = HeartbeatMode.Run,
        ["flood"] = FloodMode.Run,
        ["counted"] = CountedMode.Run,
        ["threads"] = ThreadsMode.Run,
        ["work"] = WorkMode.Run,
        ["dynamic"] = DynamicMode.Run,
        ["jit"] = JitMode.Run,
        ["spin"] = SpinMode.Run,
        ["price"] = PriceMode.Run,
        ["blocked"] = BlockedMode.Run,
        ["burn"] = BurnMode.Run,
        ["mix"] = MixMode.Run,
        ["storm"] = StormMode.Run,
        ["exit"] = ExitMode.Run,
        ["deaf"] = DeafMode.Run,
        ["throwers"] = ThrowersMode.Run,
        ["launcher"] = LauncherMode.Run,
        ["calls"] = CallsMode.Run,
    };

    private static int Main(string[] arguments)
    {
        string[] names = arguments.Length == 0 ? [] : arguments[0].Split('+');
        if (names.Length == 0 || !names.All(Modes.ContainsKey))
        {
            Console.Error.WriteLine($"usage: Contrail.Target MODE[+MODE…] with {string.Join(", ", Modes.Keys)}");
            return 2;
        }

        TargetOptions options = new(arguments.AsSpan(1));
        Thread[] running = [.. names.Select(name => Start(name, options))];
        if (options.Has("stdin"))
        {
            Lifetime.EndWithStandardInput();
        }

        Console.WriteLine("ready");
        Lifetime.WaitForEnd(TimeSpan.FromSeconds(options.Number("seconds", 60)));
        return Array.TrueForAll(running, thread => thread.Join(LeaveWithin)) ? 0 : 1;
    }

    private static Thread Start(string name, TargetOptions options)
    {
        // Background: whatever a mode does, the process ends when its time is over.
        Thread thread = new(() => Modes[name](options)) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }
}
