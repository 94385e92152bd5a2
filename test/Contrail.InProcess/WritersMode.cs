
namespace Contrail.InProcess;

/// <summary>Writes into streams that throw, that hang and that are slow, and stops meanwhile.</summary>
internal static class WritersMode
{
    public static string Run(Arguments arguments)
    {
        using FlightRecorder recorder = new(new FlightRecorderOptions());
        recorder.Start();
        return string.Join(' ', Throws(recorder), StopsWhileWriting(recorder), StopsHanging(recorder, heeds: true),
            StopsHanging(recorder, heeds: false), GoesOn(recorder));
    }

    private static string Throws(FlightRecorder recorder)
    {
        try
        {
            recorder.WriteTo(new MemoryStream(new byte[5000]));
            return "nothing-thrown";
        }
        catch (SnapshotWriteException failure)
        {
            return failure.BytesWritten is > 0 and <= 5000 ? "throws" : $"throws-at-{failure.BytesWritten}";
        }
    }

    // The write waits a tenth of a second for the flush, so that the stop meets it.
    private static string StopsWhileWriting(FlightRecorder recorder)
    {
        using MemoryStream file = new();
        Task<long> write = recorder.WriteToAsync(file);
        recorder.Stop();
        bool wasWaitedFor = write.IsCompletedSuccessfully;
        recorder.Start();
        return wasWaitedFor && write.Result == file.Length ? "stops-while-writing" : "stopped-too-early";
    }

    private static string StopsHanging(FlightRecorder recorder, bool heeds)
    {
        HangingStream hanging = new(heeds);
        Task<long> write = recorder.WriteToAsync(hanging);
        hanging.Entered.Wait();
        recorder.StopAsync(new CancellationToken(canceled: true)).Wait();
        recorder.Start();
        if (!heeds)
        {
            return write.IsCompleted ? "ended-by-itself" : "leaves-alone";
        }

        try
        {
            write.Wait();
            return "nothing-thrown";
        }
        catch (AggregateException failure)
        {
            return failure.InnerException is SnapshotCanceledException ? "gives-up" : failure.Message;
        }
    }

    private static string GoesOn(FlightRecorder recorder)
    {
        using MemoryStream file = new();
        recorder.WriteTo(file);
        Seen.In(file.ToArray());
        return "goes-on";
    }
}
