using System.Runtime.CompilerServices;

namespace Contrail.InProcess;

/// <summary>A recorder that is disposed of on the finalizer's thread.</summary>
internal static class FinalizerMode
{
    private static RecorderOwner? _owner;

    public static string Run(Arguments arguments)
    {
        FlightRecorder recorder = new(new FlightRecorderOptions());
        recorder.Start();
        Abandon(recorder);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return recorder.Enabled ? "records-still" : "disposed";
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(FlightRecorder recorder)
    {
        _owner = new RecorderOwner(recorder);
        _owner = null;
    }

    private sealed class RecorderOwner(FlightRecorder recorder)
    {
        ~RecorderOwner() => recorder.Dispose();
    }
}
