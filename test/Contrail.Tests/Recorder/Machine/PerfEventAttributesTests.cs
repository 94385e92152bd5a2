using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Contrail.Machine.Perf;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

/// <summary>The positions of linux/perf_event.h, of which the kernel checks only some.</summary>
public sealed class PerfEventAttributesTests
{
    private const ulong InheritBit = 1ul << 1;
    private const ulong ExcludeKernelBit = 1ul << 5;

    [Fact]
    public void The_fields_have_the_positions_of_the_kernel()
    {
        byte[] bytes = Bytes(PerfEventAttributes.CpuClockEvent(200, false, false, 64));
        Assert.Equal(112, bytes.Length);
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        Assert.Equal(112u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)));
        Assert.Equal(5_000_000ul, Number(bytes, 16));
        Assert.Equal(2ul + 4 + 32 + 128 + 256, Number(bytes, 24));
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(92)));
        Assert.Equal(64, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(108)));
    }

    [Theory]
    [InlineData(false, false, ExcludeKernelBit)]
    [InlineData(false, true, ExcludeKernelBit | InheritBit)]
    [InlineData(true, false, 0ul)]
    public void Time_in_the_kernel_and_new_threads_are_switches(bool includesKernel, bool isInherited, ulong expected)
    {
        const ulong Always = (1 << 6) | (1 << 7) | (1 << 18) | (1 << 21) | (1 << 25);
        byte[] bytes = Bytes(PerfEventAttributes.CpuClockEvent(49, includesKernel, isInherited, 0));
        Assert.Equal(Always | expected, Number(bytes, 40));
    }

    [Theory]
    [InlineData(false, 0ul, 0u, 2ul + 4 + 32 + 128 + 256)]
    [InlineData(true, 1ul << 7, 8192u, 2ul + 4 + 32 + 128 + 256 + 4096 + 8192)]
    public void Each_context_switch_is_sampled_and_its_kernel_is_included(
        bool hasStack, ulong registers, uint stackBytes, ulong sampleType)
    {
        const ulong ContextSwitchBit = 1ul << 26;
        byte[] bytes = Bytes(PerfEventAttributes.SwitchEvent(64, hasStack));
        Assert.Equal((3ul, 1ul), (Number(bytes, 8), Number(bytes, 16)));
        Assert.Equal(InheritBit | ContextSwitchBit, Number(bytes, 40) & (InheritBit | ContextSwitchBit));
        Assert.Equal(0ul, Number(bytes, 40) & ExcludeKernelBit);
        Assert.Equal(sampleType, Number(bytes, 24));
        Assert.Equal(registers, Number(bytes, 80));
        Assert.Equal(stackBytes, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(88)));
    }

    private static ulong Number(byte[] bytes, int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset));

    private static byte[] Bytes(PerfEventAttributes attributes)
    {
        byte[] bytes = new byte[Marshal.SizeOf<PerfEventAttributes>()];
        nint copy = Marshal.AllocHGlobal(bytes.Length);
        Marshal.StructureToPtr(attributes, copy, false);
        Marshal.Copy(copy, bytes, 0, bytes.Length);
        Marshal.FreeHGlobal(copy);
        return bytes;
    }
}
