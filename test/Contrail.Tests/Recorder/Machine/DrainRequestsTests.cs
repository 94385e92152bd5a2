using Contrail.Machine;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

public sealed class DrainRequestsTests
{
    private readonly DrainRequests _requests = new();

    [Fact]
    public async Task A_request_during_a_turn_is_completed_by_the_next_one()
    {
        Task<bool> first = _requests.Add();
        _requests.Start();
        Task<bool> second = _requests.Add();
        Assert.True(_requests.HasNext);
        _requests.Complete();
        Assert.True(await first);
        Assert.False(second.IsCompleted);
        _requests.Start();
        _requests.Complete();
        Assert.True(await second);
        Assert.False(_requests.HasNext);
    }

    [Fact]
    public async Task Requests_without_another_turn_are_abandoned()
    {
        Task<bool> running = _requests.Add();
        _requests.Start();
        Task<bool> waiting = _requests.Add();
        _requests.Abandon();
        Assert.False(await running);
        Assert.False(await waiting);
    }
}
