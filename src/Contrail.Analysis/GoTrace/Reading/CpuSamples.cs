using Contrail.Core.Bytes;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>The CPU samples of a generation, given in the order of their times. Not safe for concurrent use.</summary>
internal sealed class CpuSamples
{
    private readonly List<CpuSample> _samples = [];
    private int _next;

    /// <summary>Whether there is one not yet taken.</summary>
    public bool HasNext => _next < _samples.Count;

    /// <summary>The earliest not yet taken.</summary>
    public CpuSample Next => _samples[_next];

    /// <summary>Takes the earliest.</summary>
    public void MoveNext() => _next++;

    /// <summary>Takes a batch of samples in; gives what is wrong with it, or nothing.</summary>
    public string Add(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        cursor.TrySkip(1);
        while (!cursor.IsAtEnd)
        {
            cursor.TryReadByte(out byte kind);
            if (kind != (byte)GoEventId.CPUSample)
            {
                return $"expected CPU sample event, got {kind}";
            }

            if (!cursor.TryReadVarUInt64(out ulong units)
                || !cursor.TryReadVarUInt64(out ulong thread)
                || !cursor.TryReadVarUInt64(out ulong proc)
                || !cursor.TryReadVarUInt64(out ulong goroutine)
                || !cursor.TryReadVarUInt64(out ulong stack))
            {
                return "a CPU sample cannot be read";
            }

            GoContext context = new()
            {
                Thread = unchecked((long)thread),
                Proc = unchecked((long)proc),
                Goroutine = goroutine == 0 ? GoContext.None : unchecked((long)goroutine),
            };
            _samples.Add(new CpuSample(units, 0, context, stack));
        }

        return "";
    }

    /// <summary>Puts them in order, now that the clock is known.</summary>
    public void Arrange(in GoClock clock)
    {
        for (int index = 0; index < _samples.Count; index++)
        {
            CpuSample sample = _samples[index];
            _samples[index] = sample with { Time = clock.ToNanoseconds(sample.Units) };
        }

        CpuSample[] sorted = [.. _samples];
        new GoSort<CpuSample>(sorted, static sample => sample.Time).Sort();
        _samples.Clear();
        _samples.AddRange(sorted);
    }
}
