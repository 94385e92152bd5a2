using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Contrail.InProcess;

/// <summary>Takes snapshots into <c>--folder</c>, and stops, while no thread of the pool is free.</summary>
internal static class StarvedMode
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static string Run(Arguments arguments)
    {
        string folder = arguments.Text("--folder", "/nonexistent");
        BlockedPool.Limit();
        using FlightRecorder recorder = new(new FlightRecorderOptions { Sink = new DirectorySink(folder) });
        recorder.Start();
        using BlockedPool blocked = new();
        using FileStream file = File.Create(Path.Combine(folder, "copy.nettrace"));
        string result = $"sink {Ends(recorder.SnapshotAsync("starved"))}, file {Ends(recorder.WriteToAsync(file))}, "
            + $"pipe {ToPipe(recorder)}, stop {Ends(recorder.StopAsync())}";
        blocked.Dispose();
        return result;
    }

    private static string ToPipe(FlightRecorder recorder)
    {
        using AnonymousPipeServerStream reader = new(PipeDirection.In);
        Thread reading = new(() => reader.CopyTo(Stream.Null)) { IsBackground = true };
        reading.Start();
        using SafeFileHandle handle = new(reader.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        using FileStream pipe = new(handle, FileAccess.Write, bufferSize: 0);
        string ends = Ends(recorder.WriteToAsync(pipe));
        reader.DisposeLocalCopyOfClientHandle();
        reading.Join();
        return ends;
    }

    private static string Ends(Task task) =>
        ((IAsyncResult)task).AsyncWaitHandle.WaitOne(Patience) ? "done" : "waits";
}
