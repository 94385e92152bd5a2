using System.Diagnostics;
using System.Globalization;
using Contrail.Core.Ring.Lanes;
using Contrail.Machine;

namespace Contrail.Benchmarks.Sampling;

/// <summary>
/// CPU time of a service for each request at its full rate, while its processors are sampled and while they are not.
/// Sampling is switched within one process that samples and one that is sampled, every half second, so that neither
/// differs between the ways compared.
/// </summary>
internal static class SamplingPrice
{
    private const int Connections = 8;
    private const int WarmUpSeconds = 10;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    // Samples per second and processor; 0 for none. Within a round, each has each place equally often.
    private static readonly int[][] Orders =
        [[0, 49, 199], [199, 49, 0], [49, 0, 199], [199, 0, 49], [0, 199, 49], [49, 199, 0]];

    /// <summary>Prints a line for each slice: its round, the rate, and the nanoseconds for each request.</summary>
    /// <param name="pid">The service.</param>
    /// <param name="address">What is requested of it.</param>
    /// <param name="rounds">How often each rate is measured.</param>
    public static void Measure(int pid, Uri address, int rounds)
    {
        using ServiceLoad load = new(address, Connections);
        using SystemSampler sampler = new();
        Thread.Sleep(TimeSpan.FromSeconds(WarmUpSeconds));
        for (int round = 0; round < rounds; round++)
        {
            foreach (int hertz in Orders[round % Orders.Length])
            {
                CountedSamples samples = new();
                using SampledTarget? target = hertz == 0 ? null : sampler.Add(pid, hertz, samples);
                Await(sampler, isOpen: hertz != 0);
                Thread.Sleep(Settling);
                double nanoseconds = MeasureSlice(pid, load);
                sampler.DrainAsync().Wait();
                target?.Dispose();
                Await(sampler, isOpen: false);
                load.Check();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{round} hz{hertz} {nanoseconds:F0} - {samples.Count}"));
            }
        }
    }

    private static double MeasureSlice(int pid, ServiceLoad load)
    {
        long spent = CpuTime.OfProcess(pid);
        long answered = load.Answered;
        Thread.Sleep(Slice);
        long requests = load.Answered - answered;
        if (requests == 0)
        {
            throw new InvalidOperationException("The service answered nothing.");
        }

        return (double)(CpuTime.OfProcess(pid) - spent) / requests;
    }

    // The thread that samples opens the events, and reports that they are closed just before it closes them.
    private static void Await(SystemSampler sampler, bool isOpen)
    {
        long began = Stopwatch.GetTimestamp();
        while (sampler.Status.State == SamplingState.Open != isOpen)
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(10))
            {
                throw new InvalidOperationException($"The sampler is {sampler.Status.State}.");
            }

            Thread.Sleep(1);
        }
    }

    // Encodes the records; no lane keeps them.
    private sealed class CountedSamples : ICpuSampleSink
    {
        private readonly byte[] _record = new byte[CpuSampleRecord.MaxBytes];

        public long Count { get; private set; }

        public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames)
        {
            new CpuSampleRecord(sample.ThreadId, sample.WeightNs).Write(_record, frames);
            Count++;
        }

        public void Lost(long fromNs, long toNs, long count)
        {
        }

        public void Throttled(long fromNs, long toNs)
        {
        }
    }
}
