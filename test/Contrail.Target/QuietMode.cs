using System.Diagnostics.Tracing;

namespace Contrail.Target;

[EventSource(Name = "Contrail-Target-Quiet")]
internal sealed class QuietEvents : EventSource
{
    public static readonly QuietEvents Log = new();

    [Event(1)]
    public void Tick(int number) => WriteEvent(1, number);
}

/// <summary>One event, then five seconds of silence, and again (<c>--every</c> seconds).</summary>
internal static class QuietMode
{
    public static void Run(TargetOptions options)
    {
        TimeSpan silence = TimeSpan.FromSeconds(options.Number("every", 5));
        int number = 0;
        do
        {
            QuietEvents.Log.Tick(++number);
        }
        while (Lifetime.Pause(silence));
    }
}
