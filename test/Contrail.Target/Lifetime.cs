namespace Contrail.Target;

/// <summary>
/// When this process ends: after its time, at the end of its standard input, or at the request of a mode.
/// </summary>
internal static class Lifetime
{
    private static readonly CancellationTokenSource Ending = new();

    public static bool Goes => !Ending.IsCancellationRequested;

    public static void End() => Ending.Cancel();

    /// <summary>Waits, but not beyond the end of the process; false if the process must end.</summary>
    public static bool Pause(TimeSpan time) => !Ending.Token.WaitHandle.WaitOne(time);

    /// <summary>The main thread waits itself: an idle target has no timer that could make events.</summary>
    public static void WaitForEnd(TimeSpan longest)
    {
        Ending.Token.WaitHandle.WaitOne(longest);
        End();
    }

    /// <summary>The line <c>stop</c>, or the end of the input (the parent has exited), ends the process.</summary>
    public static void EndWithStandardInput()
    {
        Thread reader = new(() =>
        {
            while (Console.In.ReadLine() is { } line && line != "stop")
            {
            }

            End();
        })
        { Name = "stdin", IsBackground = true };
        reader.Start();
    }
}
