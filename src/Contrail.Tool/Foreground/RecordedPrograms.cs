using System.Diagnostics;
using Contrail.Capture;
using Contrail.Sources;
using Contrail.Sources.Launch;
using Contrail.Tool.Output;

namespace Contrail.Tool.Foreground;

/// <summary>
/// The programs of a command that are recorded: each by a recorder of its own, whose last snapshot is written as soon as
/// the program has ended. Programs come on other threads; all else is called by one.
/// </summary>
internal sealed class RecordedPrograms : IDisposable
{
    /// <summary>A stream ends a moment before its process does, or a moment after.</summary>
    private static readonly TimeSpan EndWait = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly CommandOptions _options;
    private readonly List<FlightRecorder> _running = [];
    private bool _oneIsTaken;
    private int _recordedCount;
    private int _passedSdkCount;

    public RecordedPrograms(CommandOptions options) => _options = options;

    /// <summary>How many were recorded.</summary>
    public int RecordedCount => Volatile.Read(ref _recordedCount);

    /// <summary>How many of the SDK's own were passed over.</summary>
    public int PassedSdkCount => Volatile.Read(ref _passedSdkCount);

    /// <summary>Records a program that waits at its start, if it is to be recorded.</summary>
    public void Take(StartingProgram program)
    {
        if (!IsWanted(program))
        {
            return;
        }

        FlightRecorder recorder = new(_options.Recorder, program.AsSource(_options.Recorded));
        try
        {
            recorder.Start();
        }
        catch (SourceUnavailableException failure)
        {
            recorder.Dispose();
            Say.Note($"contrail: not recorded: {failure.Message}");
            return;
        }

        lock (_lock)
        {
            _running.Add(recorder);
            _recordedCount++;
        }
    }

    /// <summary>Writes the last snapshot of those that have ended.</summary>
    public void FinishEnded()
    {
        foreach (FlightRecorder ended in Running().Where(recorder => !recorder.Enabled))
        {
            Finish(ended, EndOf(ended.Health));
        }
    }

    /// <summary>Writes a snapshot of each that runs.</summary>
    public void Snapshot(string reason)
    {
        List<FlightRecorder> running = Running();
        running.ForEach(recorder => SnapshotReport.TryTake(recorder, reason, _options.Json, Console.Error));
        if (running.Count == 0)
        {
            Say.Note("contrail: no snapshot: nothing is being recorded now.");
        }
    }

    /// <summary>The command has ended: writes the last snapshot of all, and lets go of those that live on.</summary>
    public void FinishAll()
    {
        foreach (FlightRecorder recorder in Running())
        {
            AwaitEnd(recorder);
            Finish(recorder, recorder.Enabled ? "the command ended" : EndOf(recorder.Health));
        }
    }

    public void Dispose() => Running().ForEach(recorder => recorder.Dispose());

    private static string EndOf(RecorderHealth health) =>
        health.EndedHow ?? health.LastError ?? "the stream ended";

    // A process that is gone has a stream that ends: what it wrote last is awaited. One that lives has not.
    private static void AwaitEnd(FlightRecorder recorder)
    {
        long started = Stopwatch.GetTimestamp();
        while (recorder.Enabled && IsGone(recorder.Health.Process!.Id) && Stopwatch.GetElapsedTime(started) < EndWait)
        {
            Thread.Sleep(1);
        }
    }

    private static bool IsGone(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private bool IsWanted(StartingProgram program)
    {
        if (_options.Children)
        {
            return true;
        }

        if (program.BelongsToSdk)
        {
            Interlocked.Increment(ref _passedSdkCount);
            return false;
        }

        lock (_lock)
        {
            bool isFirst = !_oneIsTaken;
            _oneIsTaken = true;
            return isFirst;
        }
    }

    private List<FlightRecorder> Running()
    {
        lock (_lock)
        {
            return [.. _running];
        }
    }

    private void Finish(FlightRecorder recorder, string reason)
    {
        SnapshotReport.TryTake(recorder, reason, _options.Json, Console.Error);
        recorder.Dispose();
        lock (_lock)
        {
            _running.Remove(recorder);
        }
    }
}
