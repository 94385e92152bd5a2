namespace Contrail.Analysis.Model;

/// <summary>
/// The frames of the .NET runtime by which code enters a lock or throws: they are the innermost of many stacks, and are
/// the place of none that has another frame.
/// </summary>
internal static class EntryFrames
{
    private static readonly string[] Starts =
    [
        "System.Threading.Monitor.", "System.Threading.Lock.", "System.Threading.ObjectHeader.", "System.Runtime.EH.",
        "System.Diagnostics.Tracing.NativeRuntimeEventSource.",
    ];

    /// <summary>Whether a frame is one of them.</summary>
    public static bool Contains(in StackFrame frame)
    {
        string name = frame.Name;
        return frame.Origin == FrameOrigin.Framework
            && Array.Exists(Starts, start => name.StartsWith(start, StringComparison.Ordinal));
    }
}
