using System.Diagnostics.Tracing;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Contrail.Target.Dynamic;

[EventSource(Name = "Contrail-Target-Dynamic")]
internal sealed class DynamicEvents : EventSource
{
    public static readonly DynamicEvents Log = new();

    /// <summary>Its stack must have a frame of a method called <paramref name="expectedFrame"/>.</summary>
    [Event(1)]
    public void Mark(string kind, string expectedFrame) => WriteEvent(1, kind, expectedFrame);
}

/// <summary>What dynamic code calls. Public, and public by its whole name, so that emitted assemblies may.</summary>
public static class Marks
{
    internal static readonly MethodInfo WriteMethod = typeof(Marks).GetMethod(nameof(Write))!;

    /// <summary>Gives a number that the caller has to add to: a call in tail position takes its frame away.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Write(string kind, string expectedFrame)
    {
        DynamicEvents.Log.Mark(kind, expectedFrame);
        return expectedFrame.Length;
    }
}
